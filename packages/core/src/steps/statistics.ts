/** The cost of reading scalars back. */
export interface ReadCounts {
  /** Scalars that were read from the backend. Numbers that are on the host already are not counted. */
  readbacks: number;
  /** Milliseconds in which the solver had nothing to do but to wait for them; 0 where it reads synchronously. */
  stalled: number;
}

/** What one direction of the integration did. */
export interface PassStatistics extends ReadCounts {
  /** Evaluations of f, the recorded ones included, and those of steps that were rejected or discarded. */
  evaluations: number;
  /** Evaluations that were recorded for a VJP. */
  recorded: number;
  /** Vector-Jacobian products. */
  vjps: number;
  accepted: number;
  rejected: number;
  /** Steps that were tried while the error of the one before was on its way, and thrown away. Not among the rejected. */
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

/** Statistics of nothing done yet. */
export function newStatistics(): Statistics {
  return { forward: newPassStatistics(), backward: newPassStatistics(), stepSizes: [] };
}

/** Statistics of one direction with nothing done yet. */
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
