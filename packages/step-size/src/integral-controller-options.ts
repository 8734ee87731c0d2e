import type { FirstStepRule } from "@symplectic-adjoint/core";

/** Options of `integralController` and `laggedController`; all lengths are positive, whichever way time runs. */
export interface IntegralControllerOptions {
  /** Factor on every proposal, in (0, 1]. Default 0.9. */
  readonly safety?: number | undefined;
  /** Most that a step may grow by, ≥ 1. Default 10. */
  readonly ifactor?: number | undefined;
  /** Least that a rejected step is multiplied by, in (0, 1). Default 0.2. */
  readonly dfactor?: number | undefined;
  /** Proposals are never shorter, and a step this short is accepted whatever its finite error. Default 0. */
  readonly minStep?: number | undefined;
  /** Proposals are never longer. Default Infinity. */
  readonly maxStep?: number | undefined;
  /** The first step's length, or the rule that finds it. Default `hairerFirstStep`. */
  readonly firstStep?: number | FirstStepRule | undefined;
  /**
   * What follows a step that was cut to land on a required time. "proposal" (default): the larger of the uncut proposal
   * and what the cut step's error suggests. "cut": the latter alone, so that every landing slows the integration down.
   */
  readonly afterLanding?: "proposal" | "cut" | undefined;
}
