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
  /** ∂L/∂θ of the later steps, owned by the callee; undefined if zero. */
  readonly theta: State<A> | undefined;
  /** The stages that `attempt` returned for this step, if they were kept: no others are then evaluated. */
  readonly stages?: ReadonlyArray<State<A>> | undefined;
}

/**
 * Whole steps of explicit Runge-Kutta methods in one call, for backends where calling separate operations costs more
 * than the arithmetic. Only faster: results (bitwise) and evaluation counts equal those of the separate operations. Never
 * asked for slopes, nor to reverse a step with a load or with derivatives for its ends: these take the separate operations.
 */
export interface FusedSteps<A> {
  /**
   * Allocates what all steps of a method need besides arrays of the backend, so that none of them allocates it: the bytes
   * of a `Compilation` are then final. Omitted where there is nothing.
   */
  reserve?(tableau: ButcherTableau): void;
  /**
   * Attempts a step; evaluates k_1 if it is not known. With tolerances, evaluates all stages and estimates the error
   * with the default norm. Returns the stages if the request asks for them.
   */
  attempt(
    tableau: ButcherTableau,
    request: StepRequest<State<A>>,
    tolerances: Tolerances | undefined,
  ): StepAttempt<State<A>, A>;
  /** Reverses one step by the symplectic adjoint method, with the cotangents of all parameters. */
  reverse(
    tableau: ButcherTableau,
    reversal: FusedReversal<A>,
  ): { readonly lambda: State<A>; readonly theta: State<A> };
}
