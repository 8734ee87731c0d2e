/**
 * The right-hand side f of y' = f(t, y; p) on flat arrays, with hand-written derivatives.
 *
 * It is assignable to the float64 backend's function type. Its functions allocate nothing, keep no references after a
 * call, and only read their inputs.
 */
export interface TestFunction {
  /** p; empty if f has no parameters. */
  readonly parameters: Float64Array;
  /** Writes f(t, y; p) into `dy`, overwriting its contents. */
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
  /**
   * Writes (∂f/∂y)·yDot + (∂f/∂p)·parametersDot into `dyDot`, overwriting its contents; implemented independently of
   * `vjp`.
   */
  jvp?(
    t: number,
    y: Float64Array,
    parameters: Float64Array,
    yDot: Float64Array,
    parametersDot: Float64Array,
    dyDot: Float64Array,
  ): void;
  /** Writes ∂f/∂t into `out`, overwriting its contents. Undefined if f does not depend on t. */
  timeDerivative?(t: number, y: Float64Array, parameters: Float64Array, out: Float64Array): void;
  /** (∂f/∂t)ᵀ·cotangent, as the float64 backend calls it; from `timeDerivative`. Problems have it if f depends on t. */
  timeVjp?(t: number, y: Float64Array, parameters: Float64Array, cotangent: Float64Array): number;
}

/** An initial value problem with its known solution data. It is its own {@link TestFunction}. */
export interface TestProblem extends TestFunction {
  readonly name: string;
  readonly t0: number;
  readonly t1: number;
  readonly y0: Float64Array;
  /** The solution through (t0, y0), up to rounding. */
  exact?(t: number): Float64Array;
  /** y(t1), correct to all digits of a double. */
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

/** Options of a problem; the defaults are those of its reference values. */
export interface ProblemOptions {
  readonly t0?: number;
  readonly t1?: number;
  readonly y0?: ArrayLike<number>;
  readonly parameters?: ArrayLike<number>;
}
