import type { ButcherTableau } from "@symplectic-adjoint/core";
import { checkInterpolant, checkInterpolantOrder } from "./check-interpolant.js";
import { exactCoefficients } from "./exact-coefficients.js";
import { tableauFrom } from "./tableau-from.js";
import type { TableauSource } from "./tableau-source.js";

/**
 * An explicit Runge-Kutta method, frozen, from the coefficients in its paper.
 *
 * Coefficients are written as fractions in strings ("19372/6561 −25360/2187"), decimals in strings, or numbers. Each is
 * rounded to a double once; the error weights b − b̂ are subtracted exactly before they are rounded. `stages`, `fsal`,
 * `activeStages` and `error` are derived. {@link exactCoefficients} returns the fractions. The order is not verified,
 * which would be slow; use {@link orderOf}. That of an `interpolant` is: by all conditions of rooted trees, for every θ.
 *
 * @throws InvalidArgumentError if a row has the wrong length, a coefficient is not finite, the method is not explicit,
 * the order exceeds the number of stages, or one of c_i = Σ_j a_ij, Σ b = 1, Σ b̂ = 1, w_i(1) = b_i and the conditions of an
 * interpolant fails by more than 1e-12.
 * @throws UnknownOptionError if a field is unknown.
 * @example
 * const ralston = butcherTableau({
 *   name: "ralston",
 *   order: 2,
 *   c: "0 2/3",
 *   a: ["", "2/3"],
 *   b: "1/4 3/4",
 * });
 */
export function butcherTableau(source: TableauSource): ButcherTableau {
  const tableau = tableauFrom(source);
  const exact = exactCoefficients(tableau);
  if (exact.interpolant) {
    checkInterpolant(exact, exact.interpolant);
    checkInterpolantOrder(exact, exact.interpolant, tableau.order);
  }
  return tableau;
}
