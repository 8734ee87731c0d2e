import type { Outcome } from "../steps/outcome.js";
import type { Statistics } from "../steps/statistics.js";
import type { Step } from "../steps/step.js";
import type { State } from "../trees/state.js";
import type { Gradients } from "./gradients.js";
import type { Problem } from "./problem.js";
import type { Reading } from "./reading.js";

/** A way to the gradient: it drives the forward pass, keeps what it needs, and returns the pullback. */
export interface Adjoint {
  readonly name: string;
  /** Whether it is the gradient of the discrete solution, to rounding. */
  readonly exact: boolean;
  /**
   * Solves the problem, and remembers what `mode` asks for.
   *
   * @param mode What will be asked of the answer. With "value" nothing is kept and `pullback` throws.
   */
  solve<A>(problem: Problem<A>, mode: SolveMode): Reading<ForwardPass<A>, A>;
}

/** "value": no gradient. "once": one pullback, which frees as it goes. "repeatable": any number of them, until released. */
export type SolveMode = "value" | "once" | "repeatable";

/** A finished forward pass. */
export interface ForwardPass<A> {
  /** The states at the output times that were reached, the first included; retained, the receiver's to release. */
  readonly outputs: ReadonlyArray<State<A>>;
  /** The accepted steps, which the pullback differentiates and anybody can take again. */
  readonly steps: ReadonlyArray<Step>;
  readonly outcome: Outcome;
  readonly statistics: Statistics;
  /**
   * From cotangents of the outputs (undefined: zero) to those of y0 and of the parameters in `wrt`, and to those of the
   * times where `times` asks for them. The result belongs
   * to the enclosing scope, if there is one, else to the receiver.
   *
   * @throws ReleasedError after `release`, or the second time in mode "once".
   * @throws UnsupportedGradientError where the strategy cannot differentiate for times, and is asked to.
   * @throws ParametersChangedError when a parameter is not what it was in the forward pass.
   */
  pullback(
    cotangents: ReadonlyArray<State<A> | undefined>,
    wrt: ReadonlyArray<number>,
    times?: TimeCotangents,
  ): Reading<Gradients<A>, A>;
  /** Frees what the pullback would have needed. Twice does no harm. */
  release(): void;
}

/** What a pullback is asked about times. */
export interface TimeCotangents {
  /** Cotangents of output times that are results themselves, as those of events; undefined: zero. */
  readonly of?: ReadonlyArray<number | undefined> | undefined;
  /** Whether the gradient for the output times is wanted. */
  readonly wanted: boolean;
}
