/** What one direction of the integration did. */
export interface PassStatistics {
  /** Evaluations of f, the recorded ones included. */
  evaluations: number;
  /** Evaluations that were recorded for a VJP. */
  recorded: number;
  /** Vector-Jacobian products. */
  vjps: number;
  accepted: number;
  rejected: number;
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
  return { evaluations: 0, recorded: 0, vjps: 0, accepted: 0, rejected: 0 };
}
