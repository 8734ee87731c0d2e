/** Who measures. */
export interface Description {
  /** What it runs on, with versions, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** The device, where it is not the processor by plain code. */
  readonly device?: string;
  /** What it can time: a kind and a size, such as `vjp 64x2x64`. */
  readonly entrants: ReadonlyArray<string>;
  /** What a reader of its figures must know, in sentences. */
  readonly notes: ReadonlyArray<string>;
}

/** Calls that were timed, together. */
export interface Timing {
  readonly secondsPerCall: number;
  /** Time of all processors, over the time that passed, where the platform tells. */
  readonly cores?: number;
}

/** What does not depend on the machine. */
export interface Facts {
  /** Euclidean norm of everything that a call computes: contestants that do the same agree in it. */
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
 * How steps are chosen and errors read: by the usual controller, each error awaited; by the one that can tell a step ahead,
 * each error awaited; by the latter, with the next step on its way meanwhile.
 */
export type ReadingMode = "integral" | "lagged" | "speculative";

/** An adaptive solve on an engine that is read asynchronously. */
export interface ReadbackRun {
  readonly accepted: number;
  readonly rejected: number;
  readonly readbacks: number;
  /** Steps that were tried on trust, and thrown away. */
  readonly discarded: number;
  /** Milliseconds in which nothing was to be done but wait for a value. */
  readonly stalled: number;
  readonly milliseconds: number;
  /** Signed lengths of the accepted steps. */
  readonly stepSizes: ReadonlyArray<number>;
  readonly final: ReadonlyArray<number>;
}

/** What a contestant does when it is told. Arguments and answers travel as JSON. */
export interface Services {
  describe(): Promise<Description>;
  /** Calls an entrant for so many milliseconds, at least once. @returns Seconds of a call at last. */
  warm(entrant: string, milliseconds: number): Promise<number>;
  time(entrant: string, calls: number): Promise<Timing>;
  facts(entrant: string): Promise<Facts>;
  readback(mode: ReadingMode): Promise<ReadbackRun>;
}
