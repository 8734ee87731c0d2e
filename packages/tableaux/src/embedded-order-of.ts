import type { ButcherTableau } from "@symplectic-adjoint/core";
import { exactCoefficients } from "./exact-coefficients.js";
import { add, type Fraction, fractionFromNumber } from "./fraction.js";
import { type OrderOptions, orderWithin, roundedMagnitude, toleranceOf } from "./order-of.js";

/**
 * The order of the embedded solution, whose weights are b̂ = b − error; undefined for a method without one.
 *
 * Criteria and cost as in `orderOf`.
 *
 * @example
 * embeddedOrderOf(dopri8); // 7
 * embeddedOrderOf(rk4); // undefined
 */
export function embeddedOrderOf(
  tableau: ButcherTableau,
  options: OrderOptions = {},
): number | undefined {
  const tolerance = toleranceOf("embeddedOrderOf", options);
  const { a, b, bHat } = exactCoefficients(tableau);
  if (!bHat || !tableau.error) return undefined;
  // If b̂ is known only as the difference of two doubles, its error is proportional to them rather than to b̂.
  const bound = tableau.error.map((error, i) =>
    add(roundedMagnitude(b[i] as Fraction), fractionFromNumber(Math.abs(error))),
  );
  return orderWithin({ a, b: bHat }, bound, tolerance);
}
