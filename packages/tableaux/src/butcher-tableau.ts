import { type ButcherTableau, completeTableau } from "@symplectic-adjoint/core";
import { checkConsistency } from "./check-consistency.js";
import { checkFields, checkOrder } from "./check-fields.js";
import { storeExact } from "./exact-coefficients.js";
import { type Fraction, subtract } from "./fraction.js";
import { fractionToNumber } from "./fraction-to-number.js";
import { readCoefficients } from "./read-coefficients.js";
import type { TableauSource } from "./tableau-source.js";

/**
 * An explicit Runge-Kutta method, frozen, from the coefficients in its paper.
 *
 * Coefficients are written as fractions in strings ("19372/6561 −25360/2187"), decimals in strings, or numbers. Each is
 * rounded to a double once; the error weights b − b̂ are subtracted exactly before they are rounded. `stages`, `fsal`,
 * `activeStages` and `error` are derived. {@link exactCoefficients} returns the fractions. The order is not verified,
 * which would be slow; use {@link orderOf}.
 *
 * @throws InvalidArgumentError if a row has the wrong length, a coefficient is not finite, the method is not explicit,
 * the order exceeds the number of stages, or one of c_i = Σ_j a_ij, Σ b = 1, Σ b̂ = 1 fails by more than 1e-12.
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
  checkFields(source);
  const exact = readCoefficients(source);
  checkConsistency(exact);
  const { a, b, bHat, c } = exact;
  checkOrder(source.order, b.length);
  const tableau = completeTableau({
    name: source.name,
    order: source.order,
    a: a.map(rounded),
    b: rounded(b),
    c: rounded(c),
    error: bHat && rounded(b.map((weight, i) => subtract(weight, bHat[i] as Fraction))),
  });
  storeExact(tableau, exact);
  return tableau;
}

function rounded(row: ReadonlyArray<Fraction>): ReadonlyArray<number> {
  return row.map(fractionToNumber);
}
