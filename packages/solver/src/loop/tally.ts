import type { PassStatistics, Statistics } from "@symplectic-adjoint/core";

/** Counters of one integration. */
export interface Tally {
  readonly pass: PassStatistics;
  readonly stepSizes?: Array<number>;
}

/** A tally that counts in the forward part of a solution's statistics. */
export function forwardTally(statistics: Statistics): Tally {
  return { pass: statistics.forward, stepSizes: statistics.stepSizes };
}
