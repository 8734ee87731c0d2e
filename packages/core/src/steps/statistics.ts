/** The cost of reading scalars back. */
export interface ReadCounts {
  /** Number of scalars read back; numbers already on the host are not counted. */
  readbacks: number;
  /** Milliseconds spent waiting for reads; 0 for synchronous reads. */
  stalled: number;
}

/** Counts for one direction of the integration. */
export interface PassStatistics extends ReadCounts {
  /** Evaluations of f, including recorded ones and those of rejected or discarded steps. */
  evaluations: number;
  /** Evaluations recorded for a VJP. */
  recorded: number;
  /** Vector–Jacobian products. */
  vjps: number;
  accepted: number;
  rejected: number;
  /** Attempts made in advance (speculation) and discarded; not counted as rejected. */
  discarded: number;
}

/** Counts that grow while the solution is computed and differentiated. */
export interface Statistics {
  readonly forward: PassStatistics;
  /** All backward passes so far, together. */
  readonly backward: PassStatistics;
  /** Signed lengths of the accepted forward steps. */
  readonly stepSizes: Array<number>;
}

/** Statistics with all counts zero. */
export function newStatistics(): Statistics {
  return { forward: newPassStatistics(), backward: newPassStatistics(), stepSizes: [] };
}

/** Statistics of one direction with all counts zero. */
export function newPassStatistics(): PassStatistics {
  return {
    evaluations: 0,
    recorded: 0,
    vjps: 0,
    accepted: 0,
    rejected: 0,
    discarded: 0,
    readbacks: 0,
    stalled: 0,
  };
}
