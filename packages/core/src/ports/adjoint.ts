import type { Outcome } from "../steps/outcome.js";
import type { Statistics } from "../steps/statistics.js";
import type { Step } from "../steps/step.js";
import type { State } from "../trees/state.js";
import type { Gradients } from "./gradients.js";
import type { MemoryPlan } from "./memory-plan.js";
import type { Problem } from "./problem.js";
import type { Reading } from "./reading.js";

/** A gradient strategy: runs the forward pass, stores what the backward pass needs, and returns the pullback. */
export interface Adjoint {
  readonly name: string;
  /** Whether it is the gradient of the discrete solution, up to rounding. */
  readonly exact: boolean;
  /**
   * Solves the problem and stores the data required by `mode`.
   *
   * @param mode How the result will be used. With "value", nothing is stored and `pullback` throws.
   */
  solve<A>(problem: Problem<A>, mode: SolveMode): Reading<ForwardPass<A>, A>;
  /**
   * How `solve` would use memory, without solving: measures one step and its reversal. Optional: strategies that cannot
   * plan omit it.
   *
   * @throws MemoryBudgetError if the strategy has a budget that is too small.
   */
  plan?<A>(problem: Problem<A>): MemoryPlan;
}

/**
 * "value": no gradient. "once": one pullback, which frees data while it runs. "repeatable": any number of them, until
 * released.
 */
export type SolveMode = "value" | "once" | "repeatable";

/** A finished forward pass. */
export interface ForwardPass<A> {
  /** The states at the output times that were reached, the first included; retained, and released by the caller. */
  readonly outputs: ReadonlyArray<State<A>>;
  /** The accepted steps, which the pullback differentiates and which can be replayed. */
  readonly steps: ReadonlyArray<Step>;
  readonly outcome: Outcome;
  readonly statistics: Statistics;
  /**
   * From cotangents of the outputs (undefined: zero) to those of y0 and of the parameters in `wrt`, and to those of the
   * output times if `times` requests them. The enclosing scope owns the result, or the caller if there is none.
   *
   * @throws ReleasedError after `release`, or the second time in mode "once".
   * @throws UnsupportedGradientError if the gradient for times is requested and the strategy cannot compute it.
   * @throws ParametersChangedError if a parameter changed since the forward pass.
   */
  pullback(
    cotangents: ReadonlyArray<State<A> | undefined>,
    wrt: ReadonlyArray<number>,
    times?: TimeCotangents,
  ): Reading<Gradients<A>, A>;
  /** Frees the data of the pullback. Calling it twice is allowed. */
  release(): void;
}

/** Cotangents of times that a pullback takes and returns. */
export interface TimeCotangents {
  /** Cotangents of output times that are results themselves, such as event times; undefined: zero. */
  readonly of?: ReadonlyArray<number | undefined> | undefined;
  /** Whether the gradient for the output times is requested. */
  readonly wanted: boolean;
}
