import type {
  AnyFloat64Function,
  Float64Backend,
  Float64FunctionOf,
} from "@symplectic-adjoint/backend-float64";
import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import type { DynamicsBackend, GradientReport, TreeOf } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Times } from "../options/read-times.js";
import type { OdeFunction } from "../options/tensor-types.js";
import type { CheckGradientOptions } from "./check-gradient-options.js";
import { checkGradientWith } from "./check-gradient-with.js";

/**
 * Checks the gradient of a solution against differences of the solution itself: for random functionals of the outputs and
 * random directions, of each array of y0 and of each parameter by itself. Call it once on a model of your own, with a short
 * time and a small batch; it works on every engine.
 *
 * The equation is solved once. Its accepted steps are then taken again, without step control, from y0 ± εδ and with
 * θ ± εδ: evaluations of f, and nothing that differentiates. ε is chosen where rounding and truncation balance; what remains
 * of both is the uncertainty of each comparison. Variables, tensors that f captured and arrays of parameters hold other
 * values meanwhile, never across an `await`, and afterwards what they held, in the same memory.
 *
 * Cost: about 10 solves without a gradient for each direction and array, more where ε has to be searched for.
 *
 * @param func f, as for `solve`: a function of tensors, a layers model, or what the backend's users write.
 * @param options Those of `solveAsync`, such as `adjoint`, and: directions, seed, gradientTolerance, allowUnresolved.
 * @returns All comparisons, when all of them agree.
 * @throws GradientMismatchError naming the array whose gradient is wrong, and by what factor. Its `report` has the rest.
 * @throws GradientUnresolvedError where differences are too uncertain to tell, unless `allowUnresolved`.
 * @throws InvalidDynamicsError where f gives other values each time; IntegrationError where the solve fails.
 * @example
 * const w = tf.variable(tf.tensor1d([0.5, -1]));
 * const { largestError } = await checkGradient((_t, y) => tf.tanh(tf.mul(y, w)), tf.tensor1d([1, 2]), [0, 1], { rtol: 1e-5, atol: 1e-6 });
 */
export function checkGradient<const Y extends TreeOf<Tensor, Y>>(
  func: NoInfer<OdeFunction<Y>>,
  y0: Y,
  t: Times<Tensor>,
  options?: CheckGradientOptions<Tensor, TensorFunction>,
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
