import { type ButcherTableau, interpolantOf } from "@symplectic-adjoint/core";
import { exactCoefficients, exactInterpolant } from "./exact-coefficients.js";
import { holdsWithin, interpolationConditions } from "./interpolation-conditions.js";
import { type OrderOptions, toleranceOf } from "./order-of.js";
import { MAX_ORDER } from "./rooted-trees.js";

/**
 * The order of the dense output of a method, declared or Hermite: the largest q such that Σ_i w_i(θ) Φ_i = θ^n / γ for all
 * rooted trees with n ≤ q vertices and every θ; 0 if Σ_i w_i(θ) is not θ.
 *
 * Criteria and cost as in `orderOf`, once for each power of θ.
 *
 * @throws InvalidArgumentError if it is not the tableau of a consistent explicit method, or the tolerance is not in [0, 1).
 * @example
 * interpolationOrderOf(dopri5); // 4
 * interpolationOrderOf(rk4); // 3, of the Hermite polynomial
 */
export function interpolationOrderOf(tableau: ButcherTableau, options: OrderOptions = {}): number {
  const tolerance = toleranceOf("interpolationOrderOf", options);
  const exact = exactCoefficients(tableau);
  const interpolant = exact.interpolant ?? exactInterpolant(interpolantOf(tableau));
  for (let order = 1; order <= MAX_ORDER; order++)
    if (!holdsWithin(interpolationConditions(exact, interpolant, order), tolerance))
      return order - 1;
  return MAX_ORDER;
}
