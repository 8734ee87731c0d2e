import type { Alike, Tree, WithLeaves } from "@symplectic-adjoint/core";

/**
 * The right-hand side f of y' = f(t, y; θ), written in place, with its vector–Jacobian product (VJP).
 *
 * `Y` and `P` are trees of Float64Arrays: one array, a list or a record of trees. Output arguments (`dy`, `yBar`,
 * `parametersBar`) have the structure of the corresponding argument and are initially zero. `y`, `parameters` and
 * `cotangent` are read-only. Do not keep references after the call: the arrays are reused.
 *
 * @example
 * // Exponential decay y' = -k·y with a trainable rate k.
 * const decay: Float64Function = {
 *   parameters: Float64Array.of(0.5),
 *   evaluate(_t, y, k, dy) {
 *     for (let i = 0; i < y.length; i++) dy[i] = -k[0] * y[i];
 *   },
 *   vjp(_t, y, k, g, yBar, kBar) {
 *     for (let i = 0; i < y.length; i++) {
 *       yBar[i] += -k[0] * g[i];
 *       kBar[0] += -y[i] * g[i];
 *     }
 *   },
 * };
 */
export interface Float64Function<Y = Float64Array, P = Float64Array> {
  /** θ, passed to both functions; read once at the start of a solve. Default: an empty Float64Array. */
  readonly parameters?: P | undefined;
  /** Writes f(t, y; θ) into `dy`. The return value is ignored. */
  evaluate(t: number, y: Y, parameters: P, dy: Y): void;
  /** Adds (∂f/∂y)ᵀ·cotangent to `yBar` and (∂f/∂θ)ᵀ·cotangent to `parametersBar`. Only gradients need it. */
  vjp?(t: number, y: Y, parameters: P, cotangent: Y, yBar: Y, parametersBar: P): void;
  /** (∂f/∂t)ᵀ·cotangent. Only gradients for times need it, and only if f uses t. */
  timeVjp?(t: number, y: Y, parameters: P, cotangent: Y): number;
  /**
   * Writes (∂f/∂y)·tangent + (∂f/∂θ)·parametersTangent into `dyDot`. Only forward mode needs it: the `pushforward` of a
   * recorded evaluation.
   */
  jvp?(t: number, y: Y, parameters: P, tangent: Y, parametersTangent: P, dyDot: Y): void;
}

/**
 * f as a plain function that returns dy/dt in the structure of y, for solutions without a gradient.
 *
 * Its result is copied, so it may return `y` itself or the same array every time. Allocates one more array per
 * evaluation than {@link Float64Function}.
 *
 * @example
 * const pendulum: Float64PlainFunction = (_t, [q = 0, p = 0]) => Float64Array.of(p, -Math.sin(q));
 */
export type Float64PlainFunction<Y = Float64Array> = {
  // Declared as a method for bivariant parameters, so that a function of one kind of tree is assignable to the
  // backend's "any tree".
  /** dy/dt at (t, y). */
  call(t: number, y: Y): Alike<Float64Array, Y>;
}["call"];

/** What the backend accepts as f: a {@link Float64Function} or a {@link Float64PlainFunction} of any tree. */
export type AnyFloat64Function =
  | Float64Function<Tree<Float64Array>, Tree<Float64Array>>
  | Float64PlainFunction<Tree<Float64Array>>;

/** f as {@link AnyFloat64Function}, for a state of type `Y` and parameters of type `P`. */
export type Float64FunctionOf<Y, P> =
  | Float64Function<WithLeaves<Float64Array, Y>, P>
  | Float64PlainFunction<WithLeaves<Float64Array, Y>>;
