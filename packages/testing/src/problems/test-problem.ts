/**
 * The right-hand side f of y' = f(t, y; p) on flat arrays, with derivatives written by hand.
 *
 * It has the shape of the float64 backend's function type, and can be handed to that backend as it is. Nothing is
 * allocated in its functions, nothing is kept after a call, inputs are only read.
 */
export interface TestFunction {
  /** p; empty if f has no parameters. */
  readonly parameters: Float64Array;
  /** Writes f(t, y; p) into `dy`, whatever that held. */
  evaluate(t: number, y: Float64Array, parameters: Float64Array, dy: Float64Array): void;
  /** Adds (∂f/∂y)ᵀ·cotangent to `yBar` and (∂f/∂p)ᵀ·cotangent to `parametersBar`. */
  vjp(
    t: number,
    y: Float64Array,
    parameters: Float64Array,
    cotangent: Float64Array,
    yBar: Float64Array,
    parametersBar: Float64Array,
  ): void;
  /** Writes (∂f/∂y)·yDot + (∂f/∂p)·parametersDot into `dyDot`, whatever that held; written independently of `vjp`. */
  jvp?(
    t: number,
    y: Float64Array,
    parameters: Float64Array,
    yDot: Float64Array,
    parametersDot: Float64Array,
    dyDot: Float64Array,
  ): void;
  /** Writes ∂f/∂t into `out`, whatever that held. Absent where f does not depend on t. */
  timeDerivative?(t: number, y: Float64Array, parameters: Float64Array, out: Float64Array): void;
}

/** An initial value problem with as much of its answer as is known. It is its own {@link TestFunction}. */
export interface TestProblem extends TestFunction {
  readonly name: string;
  readonly t0: number;
  readonly t1: number;
  readonly y0: Float64Array;
  /** The solution through (t0, y0), to rounding. */
  exact?(t: number): Float64Array;
  /** y(t1), good to all digits of a double. */
  readonly endValue?: ReadonlyArray<number> | undefined;
  /** The loss Σ y(t1)² of the continuous problem, and its gradient. */
  readonly reference?: Reference | undefined;
}

/** A loss and its gradient. */
export interface Reference {
  readonly loss: number;
  readonly gradient: {
    readonly y0: ReadonlyArray<number>;
    readonly parameters: ReadonlyArray<number>;
    readonly t0: number;
    readonly t1: number;
  };
}

/** What may be chosen when a problem is made; the defaults are those of its reference values. */
export interface ProblemOptions {
  readonly t0?: number;
  readonly t1?: number;
  readonly y0?: ArrayLike<number>;
  readonly parameters?: ArrayLike<number>;
}
