import type { FirstStepRule } from "@symplectic-adjoint/core";

/** Options of `integralController` and `laggedController`; all lengths are positive in either direction of time. */
export interface IntegralControllerOptions {
  /** Factor on every proposal, in (0, 1]. Default 0.9. */
  readonly safety?: number | undefined;
  /** Maximum growth factor, ≥ 1. Default 10. */
  readonly ifactor?: number | undefined;
  /** Minimum factor for a rejected step, in (0, 1). Default 0.2. */
  readonly dfactor?: number | undefined;
  /** Minimum proposal; a step of this length is accepted for any finite error. Default 0. */
  readonly minStep?: number | undefined;
  /** Maximum proposal. Default Infinity. */
  readonly maxStep?: number | undefined;
  /** The length of the first step, or the rule that chooses it. Default `hairerFirstStep`. */
  readonly firstStep?: number | FirstStepRule | undefined;
  /**
   * The proposal after a step cut to land on a required time. "proposal" (default): the larger of the uncut proposal
   * and the proposal from the cut step's error. "cut": only the latter, which slows the integration after every
   * landing.
   */
  readonly afterLanding?: "proposal" | "cut" | undefined;
}
