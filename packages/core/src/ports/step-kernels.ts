import type { Step } from "../steps/step.js";
import type { Tolerances } from "../steps/tolerances.js";
import type { ButcherTableau } from "../tableau/butcher-tableau.js";
import type { State } from "../trees/state.js";

/** A step to try: where, how far, and what is known at its start. */
export interface StepTrial<A> extends Pick<Step, "t" | "h" | "end" | "firstStageTime"> {
  readonly y: State<A>;
  /** k_1, if it is known. */
  readonly k1: State<A> | undefined;
  /** Tolerances of the error estimate, if it is wanted; all stages are evaluated then. */
  readonly tolerances: Tolerances | undefined;
}

/** What a trial came to. Every state is the receiver's, and none shares memory with another. */
export interface StepResult<A> {
  readonly k1: State<A>;
  readonly next: State<A>;
  /** The last stage of a method that can hand it over, if an error estimate was wanted. */
  readonly lastStage: State<A> | undefined;
  /** The default norm of the error over its tolerance. */
  readonly errorRatio: A | number | undefined;
}

/** A step to reverse. */
export interface StepReversal<A> {
  readonly step: Step;
  /** The state before the step. */
  readonly y: State<A>;
  /** The cotangent of the state after it. */
  readonly lambda: State<A>;
  /** ∂L/∂θ of the later steps, given away; undefined if it is zero. */
  readonly theta: State<A> | undefined;
}

/**
 * Whole steps over f, without the detour over single operations, for engines where the detour costs more than the
 * arithmetic. A matter of speed alone: results, bitwise, and numbers of evaluations are those of the operations one by
 * one.
 */
export interface StepKernels<A> {
  /** One attempted step; evaluates k_1 if it is not known. */
  attempt(tableau: ButcherTableau, trial: StepTrial<A>): StepResult<A>;
  /** One step of the symplectic adjoint method, with the cotangents of all parameters. */
  reverse(
    tableau: ButcherTableau,
    reversal: StepReversal<A>,
  ): { readonly lambda: State<A>; readonly theta: State<A> };
}
