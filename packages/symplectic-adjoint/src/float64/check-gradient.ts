import {
  type AnyFloat64Function,
  type Float64FunctionOf,
  float64,
} from "@symplectic-adjoint/backend-float64";
import type { GradientReport, TreeOf } from "@symplectic-adjoint/core";
import type { CheckGradientOptions } from "../check-gradient/check-gradient-options.js";
import { checkGradientWith } from "../check-gradient/check-gradient-with.js";
import type { Times } from "../options/read-times.js";

/** Options of `checkGradient` on Float64Arrays. */
export type Float64CheckGradientOptions = CheckGradientOptions<Float64Array, AnyFloat64Function>;

/**
 * Checks the gradient of a solution on Float64Arrays, and so the `vjp` of f, against differences of the solution
 * itself: for random functionals of the outputs and random directions, separately for each array of y0 and each
 * parameter.
 *
 * Cost: about 10 solves without a gradient for each direction and array, more if ε has to be searched for.
 *
 * @throws GradientMismatchError naming the array whose gradient is wrong, and by what factor. Its `report` contains all
 * comparisons.
 * @throws GradientUnresolvedError if the differences are inconclusive, unless `allowUnresolved`.
 * @example
 * const { largestError } = await checkGradient(decay, Float64Array.of(1, 2), [0, 1]);
 */
export function checkGradient<const Y extends TreeOf<Float64Array, Y>, P = Float64Array>(
  func: Float64FunctionOf<Y, P>,
  y0: Y,
  t: Times<Float64Array>,
  options: Float64CheckGradientOptions = {},
): Promise<GradientReport> {
  return checkGradientWith(float64, func as AnyFloat64Function, y0, t, options);
}
