import type {
  AbortFlag,
  Adjoint,
  ButcherTableau,
  DynamicsBackend,
  Method as OneStepMethod,
  StepEvent,
  StepSizeController,
  Tree,
} from "@symplectic-adjoint/core";
import type { MethodName } from "@symplectic-adjoint/tableaux";

/** A method by name, a tableau of one's own, or a method of one's own: see "Extending" in the docs. */
export type Method = MethodName | ButcherTableau | OneStepMethod;

/** A tolerance for the whole state, or one for each of its arrays, in the order of the tree's leaves. */
export type Tolerance = number | ReadonlyArray<number>;

/** Options of step-size control, for methods that estimate their error. */
export interface AdaptiveOptions {
  /**
   * Magnitude of the first step. Default: found from f, with one evaluation more, inside the span (Hairer, Nørsett &
   * Wanner I, II.4).
   */
  readonly firstStep?: number | undefined;
  /** Factor on the step that would just meet the tolerance. Default 0.9. */
  readonly safety?: number | undefined;
  /** Most that a step may grow. Default 10. */
  readonly ifactor?: number | undefined;
  /** Least that a rejected step may shrink to, as a factor. Default 0.2. */
  readonly dfactor?: number | undefined;
  /** Smallest step, accepted whatever its error. Default 0. */
  readonly minStep?: number | undefined;
  /** Largest step. Default Infinity. */
  readonly maxStep?: number | undefined;
  /** What a step cut to land on a required time is followed by: the uncut proposal (default), or a multiple of the cut step. */
  readonly afterLanding?: "proposal" | "cut" | undefined;
}

/** Options of fixed steps; at most one of them. Given with an adaptive method, it takes these steps without control. */
export interface FixedOptions {
  /** Longest step: each interval between outputs is divided into equal steps no longer than this. */
  readonly stepSize?: number | undefined;
  /** Steps in each interval between outputs. Default 1. */
  readonly stepsPerInterval?: number | undefined;
  /** All step times, from the first output time to the last, every output among them. */
  readonly grid?: ReadonlyArray<number> | undefined;
}

/**
 * Parameters by name: arrays, weights of layers, which hand out the array they keep their value in, and whole models or
 * layers, which count as their trainable weights; nested as you like. Arrays alone on the backend float64.
 */
export type ParameterTree<A> = Tree<
  A | Weight<A> | { readonly trainableWeights: ReadonlyArray<Weight<A>> }
>;

/** A weight of a layer. */
export interface Weight<A> {
  /** The array that it keeps its value in. */
  read(): A;
}

/** Options of all solvers. `A` is the backend's array. */
export interface OdeOptions<A> extends AdaptiveOptions, FixedOptions {
  /** Default "dopri5". */
  readonly method?: Method | undefined;
  /** Relative tolerance. Default 1e-7 in double precision, 1e-5 in single precision. */
  readonly rtol?: Tolerance | undefined;
  /** Absolute tolerance. Default 1e-9 in double precision, 1e-7 in single precision. */
  readonly atol?: Tolerance | undefined;
  /** Times that steps must end at. Those outside the span are ignored. */
  readonly stepT?: ReadonlyArray<number> | undefined;
  /** Times at which f jumps: steps end there, and f is evaluated anew on the other side. */
  readonly jumpT?: ReadonlyArray<number> | undefined;
  /** Most steps tried, rejected ones included. Default 100000. */
  readonly maxNumSteps?: number | undefined;
  /**
   * Norm of the error over its tolerance, in the structure of y0; a scalar array or a number. A step is accepted at ≤ 1.
   * Default: the largest RMS over the arrays of the state.
   */
  readonly norm?: ((scaledError: Tree<A>) => A | number) | undefined;
  /**
   * The parameters whose gradient is wanted. Default: found by the backend. For TensorFlow.js: variables, the weights of
   * layers (`net.trainableWeights`), or whole models, which count as their trainable weights.
   */
  readonly parameters?: ParameterTree<A> | undefined;
  /** Called after each attempted step. */
  readonly onStep?: ((event: StepEvent) => void) | undefined;
  /** Ends the integration, with outcome "aborted", at the next step. */
  readonly signal?: AbortFlag | undefined;
}

/** Options of the functions whose name ends in Async, besides those of their synchronous twins. */
export interface AsyncOptions {
  /**
   * Whether the next step is tried while the error of the last one is on its way, and thrown away if that is rejected.
   * Steps then follow `laggedController`, which can tell them in time; a controller of one's own needs a function `predictNext`.
   * The accepted steps are those of the same controller without speculation, bit for bit. f may be called for steps that
   * are thrown away: `stats.forward.discarded` says how many.
   *
   * Default: true where the engine delivers values asynchronously only, as WebGPU does, and the controller can tell the
   * step ahead; false elsewhere, and steps follow `integralController`.
   */
  readonly speculate?: boolean | undefined;
  /**
   * Whether the solution can be differentiated. Default true. With false f is not traced, nothing is kept but `ys`, and
   * `pullback` and `differentiable` throw: what inference costs.
   */
  readonly differentiate?: boolean | undefined;
}

/** Options of the continuous adjoint's backward integration. What is left out is as in the forward pass. */
export interface AdjointOptions<A> extends OdeOptions<A> {
  readonly adjointRtol?: Tolerance | undefined;
  readonly adjointAtol?: Tolerance | undefined;
  readonly adjointMethod?: Method | undefined;
  readonly adjointOptions?: AdjointStepOptions<A> | undefined;
}

/** Step options of the backward integration, and the norm of its error. */
export interface AdjointStepOptions<A> extends AdaptiveOptions, Omit<FixedOptions, "grid"> {
  readonly maxNumSteps?: number | undefined;
  /**
   * "seminorm" leaves the parameters' adjoint out of step control (Kidger, Chen & Lyons, ICML 2021, arXiv 2009.09457);
   * a function gets the scaled errors of the state, its adjoint and the parameters' adjoint, as lists of arrays.
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

/** Options of `solve`, where every part can be given as a value. */
export interface SolveOptions<A, F> extends OdeOptions<A> {
  /** Where arrays live. Default: TensorFlow.js. */
  readonly backend?: DynamicsBackend<A, F> | undefined;
  /** How the gradient is computed. Default `symplecticAdjoint()`. */
  readonly adjoint?: Adjoint | undefined;
  /** Replaces the options of step-size control. */
  readonly controller?: StepSizeController | undefined;
  /** Whether the solution can be differentiated. Default true; false keeps nothing. */
  readonly differentiate?: boolean | undefined;
}
