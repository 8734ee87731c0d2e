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
  /**
   * The states at the output times that were reached, the first included, or what is saved instead; retained, and
   * released by the caller. Outputs within one step form one entry, with its states along a new first axis: see `rows`.
   */
  readonly outputs: ReadonlyArray<State<A>>;
  /** The number of states in each entry of `outputs`; undefined for a single one, without an axis for it. */
  readonly rows?: ReadonlyArray<number | undefined> | undefined;
  /** The times of all states in `outputs`, if they are not the first of the problem's times. */
  readonly outputTimes?: ReadonlyArray<number> | undefined;
  /** Start and slopes of each step, if the problem asks for them; retained, and released by the caller. */
  readonly dense?: ReadonlyArray<DenseStep<A>> | undefined;
  /** The accepted steps, which the pullback differentiates and which can be replayed. */
  readonly steps: ReadonlyArray<Step>;
  readonly outcome: Outcome;
  readonly statistics: Statistics;
  /**
   * From cotangents of `outputs`, entry by entry (undefined: zero), to those of y0 and of the parameters in `wrt`, and to
   * what `request` asks for. The enclosing scope owns the result, or the caller if there is none.
   *
   * @throws ReleasedError after `release`, or the second time in mode "once".
   * @throws UnsupportedGradientError if something is requested that cannot be computed.
   * @throws ParametersChangedError if a parameter changed since the forward pass.
   */
  pullback(
    cotangents: ReadonlyArray<State<A> | undefined>,
    wrt: ReadonlyArray<number>,
    request?: PullbackRequest<A>,
  ): Reading<Gradients<A>, A>;
  /** Frees the data of the pullback. Calling it twice is allowed. */
  release(): void;
}

/** What a pullback takes and returns besides the usual. */
export interface PullbackRequest<A> {
  /** Which gradients for times are requested. */
  readonly times?: TimesRequest | undefined;
  /** Cotangents of the events that were found, by index. */
  readonly events?: ReadonlyArray<FoundEventCotangents<A> | undefined> | undefined;
  /** Cotangents of the dense output at places within steps. */
  readonly points?: ReadonlyArray<PointCotangent<A>> | undefined;
}

/** The kinds of times whose gradients are requested. */
export interface TimesRequest {
  readonly times?: boolean | undefined;
  readonly stepT?: boolean | undefined;
  readonly jumpT?: boolean | undefined;
}

/** Cotangents of an event; undefined is zero. */
export interface FoundEventCotangents<A> {
  readonly time?: A | number | undefined;
  /** That of the state at the event, before a reset. */
  readonly state?: State<A> | undefined;
}

/**
 * The cotangent of a value `base · y + h Σ_j weights_j slope_j` of a step: of the state at t + θh if `base` is 1, of its
 * derivative with respect to time if it is 0 (the weights are then `derivatives(theta)` divided by h).
 *
 * Where neither end of the step moves, sums of cotangents of several places may be given instead, with any weights: if no
 * gradients for times are requested, and the step does not begin at an event.
 */
export interface PointCotangent<A> {
  readonly step: number;
  /** The place θ within the step. What is held fixed, if the ends of the step move, is the time t + θh. */
  readonly theta: number;
  readonly base: 0 | 1;
  readonly weights: ReadonlyArray<number>;
  readonly cotangent: State<A>;
}

/** What dense output needs of one step. */
export interface DenseStep<A> {
  readonly start: State<A>;
  /** See {@link Interpolation}; holes where the weight is always zero. */
  readonly slopes: ReadonlyArray<State<A> | undefined>;
}
