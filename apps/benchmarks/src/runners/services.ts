import type { CaseKey } from "../cases/case-key.js";

/** What a runner says about itself. */
export interface Description extends Platform {
  /** What it can measure. */
  readonly cases: ReadonlyArray<CaseKey>;
}

/** What a runner runs on. */
export interface Platform {
  /** Versions by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** The device, where it is not the processor by plain code. */
  readonly device?: string;
  /** What a reader of its figures must know, in sentences. */
  readonly notes: ReadonlyArray<string>;
}

/** Calls that were timed, together. */
export interface Timing {
  readonly secondsPerCall: number;
  /** Time of all processors over the time that passed, where the platform tells. */
  readonly cores?: number;
}

/** What does not depend on the machine. */
export interface Facts {
  /** Euclidean norm of everything that a call computes: runners that compute the same agree in it. */
  readonly norm: number;
  /** What a whole gradient did, as far as it is counted. */
  readonly counts?: Counts;
}

/** Of both passes together. */
export interface Counts {
  readonly evaluations: number;
  readonly recorded?: number;
  readonly vjps?: number;
  readonly accepted?: number;
  readonly rejected?: number;
}

/**
 * How steps are chosen and errors read: by the usual controller, each error awaited; by the one that predicts a step ahead,
 * each error awaited; by the latter, with the next step computed meanwhile.
 */
export type ReadingMode = "integral" | "lagged" | "speculative";

/** An adaptive solve on an engine that is read asynchronously. */
export interface ReadbackRun {
  readonly accepted: number;
  readonly rejected: number;
  readonly readbacks: number;
  /** Speculative steps that were thrown away. */
  readonly discarded: number;
  /** Milliseconds spent waiting for a value, with nothing else to do. */
  readonly stalled: number;
  readonly milliseconds: number;
  /** Signed lengths of the accepted steps. */
  readonly stepSizes: ReadonlyArray<number>;
  readonly final: ReadonlyArray<number>;
}

/** What a runner can be asked for. Arguments and answers are exchanged as JSON. */
export interface Services {
  describe(): Promise<Description>;
  /** Computes a case for so many milliseconds, at least once. @returns Seconds of one of the last calls. */
  warm(key: CaseKey, milliseconds: number): Promise<number>;
  time(key: CaseKey, calls: number): Promise<Timing>;
  facts(key: CaseKey): Promise<Facts>;
  readback(mode: ReadingMode): Promise<ReadbackRun>;
}
