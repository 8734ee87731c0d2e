import type { Step } from "../steps/step.js";
import type { Tolerances } from "../steps/tolerances.js";
import type { ButcherTableau } from "../tableau/butcher-tableau.js";
import type { State } from "../trees/state.js";
import type { StepAttempt, StepRequest } from "./step-attempt.js";

/** A step to reverse in one call. */
export interface FusedReversal<A> {
  readonly step: Step;
  /** The state before the step. */
  readonly y: State<A>;
  /** The cotangent of the state after it. */
  readonly lambda: State<A>;
  /** ∂L/∂θ of the later steps, given away; undefined if it is zero. */
  readonly theta: State<A> | undefined;
}

/**
 * Whole steps of explicit Runge-Kutta methods in one call each, for backends where calling single operations costs more
 * than the arithmetic. They change the speed alone: results, bitwise, and numbers of evaluations are those of the
 * operations one by one.
 */
export interface FusedSteps<A> {
  /**
   * One attempted step; evaluates k_1 if it is not known. With tolerances all stages are evaluated and the error is
   * estimated by the default norm.
   */
  attempt(
    tableau: ButcherTableau,
    request: StepRequest<State<A>>,
    tolerances: Tolerances | undefined,
  ): StepAttempt<State<A>, A>;
  /** One step of the symplectic adjoint method, with the cotangents of all parameters. */
  reverse(
    tableau: ButcherTableau,
    reversal: FusedReversal<A>,
  ): { readonly lambda: State<A>; readonly theta: State<A> };
}
