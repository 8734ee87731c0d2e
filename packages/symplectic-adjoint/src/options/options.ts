import type { AnyFloat64Function } from "@symplectic-adjoint/backend-float64";
import type {
  AbortFlag,
  Adjoint,
  ButcherTableau,
  DynamicsBackend,
  Method as OneStepMethod,
  StepEvent,
  StepSizeController,
  Tree,
  WithLeaves,
} from "@symplectic-adjoint/core";
import type { MemoryBudget } from "@symplectic-adjoint/planner";
import type { MethodName } from "@symplectic-adjoint/tableaux";
import type { EventOptions } from "../events/event-options.js";
import type { Times } from "./read-times.js";
import type { SaveFunction, TimeKind } from "./state-functions.js";

export type { SaveFunction, TimeKind, TimeOf } from "./state-functions.js";

/** A method name, a tableau, or a custom method: see "Extending" in the docs. */
export type Method = MethodName | ButcherTableau | OneStepMethod;

/** One tolerance, or one per array of the state, in the order of the tree's leaves. */
export type Tolerance = number | ReadonlyArray<number>;

/** Options of step-size control, for methods that estimate their error. */
export interface AdaptiveOptions {
  /**
   * Length of the first step. Default: computed from f, using one extra evaluation inside the span (Hairer, Nørsett &
   * Wanner I, II.4).
   */
  readonly firstStep?: number | undefined;
  /** Factor on the step that would exactly meet the tolerance. Default 0.9. */
  readonly safety?: number | undefined;
  /** Maximum growth factor of a step. Default 10. */
  readonly ifactor?: number | undefined;
  /** Minimum factor for a rejected step. Default 0.2. */
  readonly dfactor?: number | undefined;
  /** Minimum step, accepted with any error. Default 0. */
  readonly minStep?: number | undefined;
  /** Maximum step. Default Infinity. */
  readonly maxStep?: number | undefined;
  /**
   * The proposal after a step cut to land on a required time: the uncut proposal (default), or a multiple of the cut
   * step.
   */
  readonly afterLanding?: "proposal" | "cut" | undefined;
}

/**
 * Options of fixed steps; at most one of them. With an adaptive method, these steps are taken without error control.
 */
export interface FixedOptions {
  /** Maximum step: each interval between outputs is divided into equal steps no longer than this. */
  readonly stepSize?: number | undefined;
  /** Number of steps in each interval between outputs. Default 1. */
  readonly stepsPerInterval?: number | undefined;
  /** All step times, from the first output time to the last, including every output. */
  readonly grid?: ReadonlyArray<number> | undefined;
}

/**
 * Parameters: arrays, weights of layers, and whole models or layers, which stand for their trainable weights;
 * arbitrarily nested. On the backend float64 only arrays.
 */
export type ParameterTree<A> = Tree<
  A | Weight<A> | { readonly trainableWeights: ReadonlyArray<Weight<A>> }
>;

/** A weight of a layer. */
export interface Weight<A> {
  /** The array that contains its value. */
  read(): A;
}

/** A step attempt, as seen by `onStep`. */
export interface ObservedStep<Y> extends StepEvent {
  /**
   * The state at t + h in the structure of y0, as it was computed, also by an attempt that was rejected. Valid until
   * `onStep` returns: keep a copy. Costs nothing unless it is called.
   */
  state(): Y;
}

/**
 * Options of all solvers. `A` is the backend's array, `Y` the state, `S` what is saved, `T` how functions get the time,
 * `P` the parameters.
 */
export interface OdeOptions<A, Y = Tree<A>, S = unknown, T extends TimeKind = TimeKind, P = Tree<A>>
  extends AdaptiveOptions,
    FixedOptions {
  /** Default "dopri5". */
  readonly method?: Method | undefined;
  /** Relative tolerance. Default 1e-7 in double precision, 1e-5 in single precision. */
  readonly rtol?: Tolerance | undefined;
  /** Absolute tolerance. Default 1e-9 in double precision, 1e-7 in single precision. */
  readonly atol?: Tolerance | undefined;
  /** Times at which steps must end. Those outside the span are ignored. An array can be differentiated. */
  readonly stepT?: Times<A> | undefined;
  /**
   * Times of discontinuities of f: steps end there, and f is re-evaluated just after them. An array can be
   * differentiated.
   */
  readonly jumpT?: Times<A> | undefined;
  /**
   * Whether outputs within a step are interpolated, with the dense output of the method. Steps then end at the last
   * time, `stepT` and `jumpT` only, so that any number of output times costs no evaluation of f; gradients stay exact.
   * Outputs have the order of the interpolant: 4 for dopri5, 5 for dopri8, 3 for most others. Default false: steps end
   * at every output.
   */
  readonly interpolate?: boolean | undefined;
  /** Whether the state at the end of every accepted step is an output, besides those at the times `t`. Default false. */
  readonly saveSteps?: boolean | undefined;
  /** Whether the solution has a row for the initial time. Default true. */
  readonly saveStart?: boolean | undefined;
  /**
   * What the solution contains instead of the state: a function of time and state that returns a tree of arrays, of
   * equal shapes at all times. It is differentiated like f, with the parameters that it reads.
   */
  readonly save?: SaveFunction<A, Y, S, T, P> | undefined;
  /**
   * How f, `save` and the functions of events get the time: as a number (default), or as a scalar array, which can be
   * differentiated: the gradient for times of an f that depends on t needs "tensor". On the backend float64, time is
   * always a number, and `timeVjp` of f its derivative.
   */
  readonly time?: T | undefined;
  /** Maximum number of step attempts, including rejected ones. Default 100000. */
  readonly maxNumSteps?: number | undefined;
  /**
   * Norm of the error over its tolerance, in the structure of y0; a scalar array or a number. A step is accepted at ≤ 1.
   * Default: the largest RMS over the arrays of the state.
   */
  readonly norm?: ((scaledError: Tree<A>) => A | number) | undefined;
  /**
   * The parameters to differentiate. Default: found by the backend. For TensorFlow.js: variables, the weights of layers
   * (`net.trainableWeights`), or whole models, which stand for their trainable weights.
   */
  readonly parameters?: ParameterTree<A> | undefined;
  /**
   * Called after each step attempt. If it returns "stop" after an accepted one, the integration ends there, with outcome
   * "stopped", and the state there is the last row of the solution.
   */
  // Declared as a method for bivariance, so that the type of the state may be given.
  readonly onStep?: { f(event: ObservedStep<Y>): unknown }["f"] | undefined;
  /** Ends the integration, with outcome "aborted", at the next step. */
  readonly signal?: AbortFlag | undefined;
}

/** The option of functions that can keep their gradient within a memory budget. */
export interface BudgetOptions {
  /**
   * The most bytes that the solve and its gradient may add to what existed before, at any time of both passes: a number,
   * or a text such as "64 MiB" or "24MB". Which states are kept, and which steps are computed again, is chosen
   * accordingly, for adaptive steps too; the gradient stays exact. A budget that is too small is an error before the first
   * step, which states the smallest that would do. Default: no limit.
   *
   * One step and its reversal are measured at the beginning, which costs about as many evaluations of f. `planMemory` and
   * `explain` show what is chosen.
   */
  readonly memoryBudget?: MemoryBudget | undefined;
}

/** Options of functions that return a `Solution`. */
export interface SolutionOptions {
  /**
   * Whether the solution can be evaluated at any time, with `evaluate` and `derivative`: keeps start and slopes of every
   * step, for dopri5 eight states per step. Default false.
   */
  readonly dense?: boolean | undefined;
}

/** Additional options of the …Async functions. */
export interface AsyncOptions extends SolutionOptions {
  /**
   * Whether to attempt the next step while the error of the last one is being read back, and discard it if that step is
   * rejected. Uses `laggedController`, which can predict steps; a custom controller needs a function `predictNext`. The
   * accepted steps are bitwise those of the same controller without speculation. f may be called for discarded steps,
   * counted in `stats.forward.discarded`.
   *
   * Default: true on engines with asynchronous reads only, such as WebGPU, if the controller can predict steps;
   * otherwise false, with `integralController`.
   */
  readonly speculate?: boolean | undefined;
  /**
   * Whether the solution can be differentiated. Default true. If false, f is not traced, only `ys` is kept, and
   * `pullback` and `differentiable` throw, at the cost of inference.
   */
  readonly differentiate?: boolean | undefined;
}

/** Options of the continuous adjoint's backward integration. Omitted options are those of the forward pass. */
export interface AdjointOptions<A, Y = Tree<A>, S = unknown, T extends TimeKind = TimeKind>
  extends OdeOptions<A, Y, S, T> {
  readonly adjointRtol?: Tolerance | undefined;
  readonly adjointAtol?: Tolerance | undefined;
  readonly adjointMethod?: Method | undefined;
  readonly adjointOptions?: AdjointStepOptions<A> | undefined;
}

/** Step options of the backward integration, and the norm of its error. */
export interface AdjointStepOptions<A> extends AdaptiveOptions, Omit<FixedOptions, "grid"> {
  readonly maxNumSteps?: number | undefined;
  /**
   * "seminorm" excludes the parameters' adjoint from step control (Kidger, Chen & Lyons, ICML 2021, arXiv 2009.09457);
   * a function receives the scaled errors of the state, its adjoint and the parameters' adjoint, as lists of arrays.
   */
  readonly norm?:
    | "default"
    | "seminorm"
    | ((scaledError: {
        readonly y: ReadonlyArray<A>;
        readonly lambda: ReadonlyArray<A>;
        readonly theta: ReadonlyArray<A>;
      }) => A | number)
    | undefined;
}

/** Options of `solve`, where every part can be passed as a value. */
export interface SolveOptions<
  A,
  F,
  Y = Tree<A>,
  S = unknown,
  T extends TimeKind = TimeKind,
  P = Tree<A>,
> extends OdeOptions<A, Y, S, T, P>,
    BudgetOptions,
    SolutionOptions,
    EventOptions<A, Y, T, P> {
  /** The array backend. Default: TensorFlow.js. */
  readonly backend?: DynamicsBackend<A, F> | undefined;
  /** How the gradient is computed. Default `symplecticAdjoint()`. */
  readonly adjoint?: Adjoint | undefined;
  /** Replaces the options of step-size control. */
  readonly controller?: StepSizeController | undefined;
  /** Whether the solution can be differentiated. Default true; false stores no data for gradients. */
  readonly differentiate?: boolean | undefined;
}

/** Options of `solve` on Float64Arrays. `Y` is the state, `S` what is saved, `P` the parameters. */
export type Float64SolveOptions<
  Y = Tree<Float64Array>,
  S = unknown,
  P = Tree<Float64Array>,
> = SolveOptions<Float64Array, AnyFloat64Function, WithLeaves<Float64Array, Y>, S, "number", P>;

/** What a solution contains: what `save` returns, if it is given, or else the state. */
export type Saved<Y, S> = unknown extends S ? Y : S;
