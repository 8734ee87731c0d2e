import type { CaseKey } from "../cases/case-key.js";

/** The description of a runner. */
export interface Description extends Platform {
  /** The cases that it can measure. */
  readonly cases: ReadonlyArray<CaseKey>;
}

/** The platform of a runner. */
export interface Platform {
  /** Versions by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** The device, if it is not the CPU running plain code. */
  readonly device?: string;
  /** Notes on its figures, as sentences. */
  readonly notes: ReadonlyArray<string>;
}

/** Calls that were timed, together. */
export interface Timing {
  readonly secondsPerCall: number;
  /** Time of all processors ÷ elapsed time, if the platform reports it. */
  readonly cores?: number;
}

/** Results that do not depend on the machine. */
export interface Facts {
  /** Euclidean norm of all results of a call, to compare runners. */
  readonly norm: number;
  /** Counts of a whole gradient, if available. */
  readonly counts?: Counts;
}

/** Sum over both passes. */
export interface Counts {
  readonly evaluations: number;
  readonly recorded?: number;
  readonly vjps?: number;
  readonly accepted?: number;
  readonly rejected?: number;
}

/**
 * How steps are chosen and errors read: the default controller, awaiting each error; the predicting controller,
 * awaiting each error; the latter, computing the next step in the meantime.
 */
export type ReadingMode = "integral" | "lagged" | "speculative";

/** An adaptive solve on an engine with asynchronous reads. */
export interface ReadbackRun {
  readonly accepted: number;
  readonly rejected: number;
  readonly readbacks: number;
  /** Discarded speculative steps. */
  readonly discarded: number;
  /** Milliseconds spent waiting for a value. */
  readonly stalled: number;
  readonly milliseconds: number;
  /** Signed lengths of the accepted steps. */
  readonly stepSizes: ReadonlyArray<number>;
  readonly final: ReadonlyArray<number>;
}

/** Where checkpoints are kept. */
export type CheckpointPlace = "device" | "host";

/** A gradient on an engine with memory of its own. */
export interface OffloadingRun {
  readonly milliseconds: number;
  /** Most bytes of the device in the forward pass, above those before it. */
  readonly bytes: number;
  /** The sum of the gradient for y0. */
  readonly sum: number;
}

/** The requests that a runner accepts. Arguments and answers are exchanged as JSON. */
export interface Services {
  describe(): Promise<Description>;
  /** Computes a case for this number of milliseconds, at least once. @returns Seconds of one of the last calls. */
  warm(key: CaseKey, milliseconds: number): Promise<number>;
  time(key: CaseKey, calls: number): Promise<Timing>;
  facts(key: CaseKey): Promise<Facts>;
  readback(mode: ReadingMode): Promise<ReadbackRun>;
  offloading(place: CheckpointPlace): Promise<OffloadingRun>;
}
