import type { Tree } from "@symplectic-adjoint/core";

/**
 * A function of time and state besides f: what is saved, the condition of an event, or a reset; with its
 * vector–Jacobian product (VJP).
 *
 * Its value `V` is a number, or a Float64Array, a list or a record of such: a number for conditions, the structure of y
 * for resets. `y`, `parameters` and `cotangent` are read-only; do not keep references to them after the call. The value
 * is copied, so it may be y itself, or the same array every time.
 *
 * @example
 * // The height of a ball above a floor at a trainable height.
 * const floor: Float64StateFunction = {
 *   parameters: Float64Array.of(0.1),
 *   evaluate: (_t, y, p) => y[0] - p[0],
 *   vjp(_t, _y, _p, g, yBar, pBar) {
 *     yBar[0] += g;
 *     pBar[0] -= g;
 *   },
 * };
 */
export interface Float64StateFunction<
  Y = Float64Array,
  P = Float64Array,
  V extends number | Tree<Float64Array> = number,
> {
  /**
   * θ, passed to all functions; read once at the start of a solve. Default: the parameters of f. If the solve is given
   * parameters, these replace them.
   */
  readonly parameters?: P | undefined;
  /** The value at (t, y). */
  evaluate(t: number, y: Y, parameters: P): V;
  /**
   * Adds (∂/∂y)ᵀ·cotangent to `yBar` and (∂/∂θ)ᵀ·cotangent to `parametersBar`, which are initially zero. The cotangent
   * has the structure of the value: a number for a number. Only gradients need it.
   */
  vjp?(t: number, y: Y, parameters: P, cotangent: V, yBar: Y, parametersBar: P): void;
  /** (∂/∂t)ᵀ·cotangent. Only gradients through a time need it, and only if the function uses t. */
  timeVjp?(t: number, y: Y, parameters: P, cotangent: V): number;
}

/** A {@link Float64StateFunction} as a plain function, for solutions without a gradient. */
export type Float64PlainStateFunction<
  Y = Float64Array,
  V extends number | Tree<Float64Array> = number,
> = {
  // Declared as a method for bivariant parameters: see Float64PlainFunction.
  /** The value at (t, y). */
  call(t: number, y: Y): V;
}["call"];

/** What the backend accepts as a function of time and state: of any tree, with any value. */
export type AnyFloat64StateFunction =
  | Float64StateFunction<Tree<Float64Array>, Tree<Float64Array>, number | Tree<Float64Array>>
  | Float64PlainStateFunction<Tree<Float64Array>, number | Tree<Float64Array>>;
