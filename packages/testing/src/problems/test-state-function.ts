/** Value of a function of time and state. */
export type TestValue = number | Float64Array;

/**
 * A function of time and state besides f, on flat arrays, with hand-written derivatives: something to save, the
 * condition of an event (a number), a reset (an array like y). It has the parameters of f.
 *
 * It is assignable to the float64 backend's type of such functions.
 */
export interface TestStateFunction<V extends TestValue = TestValue> {
  evaluate(t: number, y: Float64Array, parameters: Float64Array): V;
  /** Adds (∂/∂y)ᵀ·cotangent to `yBar` and (∂/∂p)ᵀ·cotangent to `parametersBar`. */
  vjp(
    t: number,
    y: Float64Array,
    parameters: Float64Array,
    cotangent: V,
    yBar: Float64Array,
    parametersBar: Float64Array,
  ): void;
  /** (∂/∂t)ᵀ·cotangent. */
  timeVjp(t: number, y: Float64Array, parameters: Float64Array, cotangent: V): number;
}
