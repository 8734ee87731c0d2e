import type { Alike, Outcome, Statistics, Tree, WithLeaves } from "@symplectic-adjoint/core";
import type { Saved } from "../options/options.js";
import type { Times } from "../options/read-times.js";

/** Gradients of a solution. The caller must dispose of the arrays. */
export interface SolutionGradients<A, Y> {
  /** In the structure of y0. */
  readonly y0: Y;
  /** In the order of the solution's `parameters`. */
  readonly parameters: ReadonlyArray<A>;
  /** Those of the times `t`, one-dimensional, if they were requested. */
  readonly t?: A | undefined;
  /** Those of `stepT` and `jumpT`, one-dimensional, if they were requested and given as arrays. */
  readonly stepT?: A | undefined;
  readonly jumpT?: A | undefined;
}

/**
 * What `pullback` takes and returns besides cotangents of `ys`, and gradients of y0 and the parameters. `Y0` is a tree of
 * arrays in the structure of y0.
 */
export interface PullbackOptions<A, Y0> {
  /**
   * Whether to return the gradients of `t`, `stepT` and `jumpT` too: of those that were given as arrays. Default false.
   */
  readonly times?: boolean | undefined;
  /** Cotangents of `evaluate(t)` and of `derivative(t)`, for a list of times: states along a new first axis. */
  readonly dense?:
    | {
        readonly t: Times<A>;
        readonly states?: Y0 | undefined;
        readonly derivatives?: Y0 | undefined;
      }
    | undefined;
  /** Cotangents of the `times` and `states` of the solution's `events`. */
  readonly events?:
    | { readonly times?: A | undefined; readonly states?: Y0 | undefined }
    | undefined;
}

/** The events that were found, in the order of their times. */
export interface SolutionEvents<A, Y0> {
  /** For each of them its index in the option `events`. */
  readonly which: ReadonlyArray<number>;
  /** Their times. */
  readonly t: ReadonlyArray<number>;
  /** Their times as a one-dimensional array, which can be differentiated. */
  readonly times: A;
  /** The states at the events, before a reset, along a new first axis of every array. */
  readonly states: Y0;
}

/** Times given as arrays of a tape: see {@link Solution.differentiable}. */
export interface DifferentiableTimes<A> {
  readonly t?: A | undefined;
  readonly stepT?: A | undefined;
  readonly jumpT?: A | undefined;
}

/**
 * A solved initial value problem: values, outcome, statistics and derivative.
 *
 * `Y` is the structure of the outputs, that of y0 or of what `save` returns; `Y0` is the structure of the state.
 */
export interface Solution<A, Y = Tree<A>, Y0 = Y> {
  /** The times of the rows of `ys`: all that were requested if the outcome is "success". */
  readonly t: ReadonlyArray<number>;
  /** The state at these times, or what `save` returns, along a new first axis of every array. */
  readonly ys: Y;
  readonly stats: Statistics;
  /** The outcome. A solution that failed to reach the last time has no derivative. */
  readonly outcome: Outcome;
  /** The differentiated parameters: those given, or those found in f. */
  readonly parameters: ReadonlyArray<A>;
  /** The events that were found; undefined without the option `events`. */
  readonly events?: SolutionEvents<A, Y0> | undefined;
  /**
   * The state at a time, in the structure and shapes of y0, or at many times, along a new first axis; with the option
   * `dense`. The caller must dispose of the arrays.
   *
   * Interpolated with the dense output of the method: exact at the ends of steps, of the order of the interpolant within.
   * At the time of a reset it is the state before it. Costs one linear combination per step that contains some of the times,
   * and no evaluation of f. Under an active tape of the backend it is a function of y0, the parameters, and of `t` if that
   * is an array.
   *
   * @param t One time, a list of times, or an array of the backend, within the span of the solution, in any order.
   * @throws InvalidTimesError for a time outside; ReleasedError after `dispose`, or without `dense: true`.
   */
  evaluate(t: number | Times<A>): Y0;
  /** The derivative of {@link evaluate} with respect to time: that of the interpolant, not f. */
  derivative(t: number | Times<A>): Y0;
  /**
   * From cotangents of `ys`, in its structure and shapes, to the gradients of y0 and of the parameters. Can be called
   * any number of times until `dispose`.
   *
   * @param cotangents undefined is zero, for a loss that depends on events or dense output only.
   * @throws ReleasedError after `dispose`, or with `differentiate: false`; IntegrationError | ParametersChangedError |
   * SynchronousReadError
   */
  pullback(
    cotangents: Alike<A, Y> | undefined,
    options?: PullbackOptions<A, Alike<A, Y0>>,
  ): SolutionGradients<A, Y0>;
  /**
   * The same for backends with asynchronous reads only; required for a continuous adjoint on WebGPU. `dispose` aborts a
   * pending call with a ReleasedError.
   *
   * @throws InvalidArgumentError while a tape records; otherwise as `pullback`.
   */
  pullbackAsync(
    cotangents: Alike<A, Y> | undefined,
    options?: PullbackOptions<A, Alike<A, Y0>>,
  ): Promise<SolutionGradients<A, Y0>>;
  /**
   * Returns `ys` as a function of y0 and the parameters, recorded on the active tape of the backend: within `tf.grads`
   * or `optimizer.minimize`, without solving again. y0 must have the value used for the solve: a variable that was
   * assigned to since is rejected; whether another tensor has the same value is not checked.
   *
   * @param times Times to differentiate for, of the values used for the solve, to which they were given as arrays.
   */
  differentiable(y0: Alike<A, Y0>, times?: DifferentiableTimes<A>): Y;
  /**
   * The same with the times and states of the events.
   *
   * @throws InvalidArgumentError without the option `events`.
   */
  differentiableWithEvents(
    y0: Alike<A, Y0>,
    times?: DifferentiableTimes<A>,
  ): { readonly ys: Y; readonly times: A; readonly states: Y0 };
  /** Frees `ys`, `events` and the data of the pullback and of dense output. */
  dispose(): void;
}

/** A solution on Float64Arrays. */
export type Float64Solution<Y, S> = Solution<
  Float64Array,
  WithLeaves<Float64Array, Saved<Y, S>>,
  WithLeaves<Float64Array, Y>
>;
