import type {
  AnyFloat64Function,
  Float64Backend,
  Float64FunctionOf,
} from "@symplectic-adjoint/backend-float64";
import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import type { DynamicsBackend, GradientReport, TreeOf } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { TimeKind } from "../options/options.js";
import type { Times } from "../options/read-times.js";
import type { OdeFunction } from "../options/tensor-types.js";
import type { CheckGradientOptions } from "./check-gradient-options.js";
import { checkGradientWith } from "./check-gradient-with.js";

/**
 * Checks the gradient of a solution against differences of the solution itself: for random functionals of the outputs
 * and random directions, separately for each array of y0 and each parameter. Call it once on your model, with a short
 * time and a small batch; it works on every engine.
 *
 * The equation is solved once. Its accepted steps are then replayed, without step control, from y0 ± εδ and with θ ±
 * εδ: only evaluations of f, no derivatives. ε is chosen such that rounding and truncation balance; their remainder is
 * the uncertainty of each comparison. Variables, tensors captured by f and arrays of parameters are temporarily
 * perturbed, never across an `await`, and then restored in the same memory.
 *
 * Cost: about 10 solves without a gradient for each direction and array, more if ε has to be searched for.
 *
 * @param func f, as for `solve`: a function of tensors, a layers model, or a function of the backend's type.
 * @param options Those of `solveAsync`, such as `adjoint`, and: directions, seed, gradientTolerance, allowUnresolved.
 * @returns All comparisons, if all of them agree.
 * @throws GradientMismatchError naming the array whose gradient is wrong, and by what factor. Its `report` contains all
 * comparisons.
 * @throws GradientUnresolvedError if the differences are inconclusive, unless `allowUnresolved`.
 * @throws InvalidDynamicsError if f is not deterministic; IntegrationError if the solve fails.
 * @example
 * const w = tf.variable(tf.tensor1d([0.5, -1]));
 * const { largestError } = await checkGradient((_t, y) => tf.tanh(tf.mul(y, w)), tf.tensor1d([1, 2]), [0, 1], { rtol: 1e-5, atol: 1e-6 });
 */
export function checkGradient<const Y extends TreeOf<Tensor, Y>, T extends TimeKind = "number">(
  func: NoInfer<OdeFunction<Y, T>>,
  y0: Y,
  t: Times<Tensor>,
  options?: CheckGradientOptions<Tensor, TensorFunction, T>,
): Promise<GradientReport>;
export function checkGradient<const Y extends TreeOf<Float64Array, Y>, P = Float64Array>(
  func: Float64FunctionOf<Y, P>,
  y0: Y,
  t: Times<Float64Array>,
  options: CheckGradientOptions<Float64Array, AnyFloat64Function> & {
    readonly backend: Float64Backend;
  },
): Promise<GradientReport>;
export function checkGradient<A, F, const Y extends TreeOf<A, Y>>(
  func: NoInfer<F>,
  y0: Y,
  t: Times<NoInfer<A>>,
  options: CheckGradientOptions<A, F> & { readonly backend: DynamicsBackend<A, F> },
): Promise<GradientReport>;
export function checkGradient<A, F, Y>(
  func: F,
  y0: Y,
  t: Times<A>,
  options: CheckGradientOptions<A, F> = {},
): Promise<GradientReport> {
  return checkGradientWith(tfjs as unknown as DynamicsBackend<A, F>, func, y0, t, options);
}
