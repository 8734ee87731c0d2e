import { type ButcherTableau, completeTableau, type Interpolant } from "@symplectic-adjoint/core";
import { checkConsistency } from "./check-consistency.js";
import { checkFields, checkOrder } from "./check-fields.js";
import { type ExactInterpolant, storeExact } from "./exact-coefficients.js";
import { type Fraction, subtract } from "./fraction.js";
import { fractionToNumber } from "./fraction-to-number.js";
import { readCoefficients } from "./read-coefficients.js";
import type { TableauSource } from "./tableau-source.js";

/** `butcherTableau` without the checks of dense output, which the tests make for the methods of this package. */
export function tableauFrom(source: TableauSource): ButcherTableau {
  checkFields(source);
  const exact = readCoefficients(source);
  checkConsistency(exact);
  const { a, b, bHat, c, interpolant } = exact;
  checkOrder(source.order, b.length);
  const tableau = completeTableau({
    name: source.name,
    order: source.order,
    a: a.map(rounded),
    b: rounded(b),
    c: rounded(c),
    error: bHat && rounded(b.map((weight, i) => subtract(weight, bHat[i] as Fraction))),
    interpolant: interpolant && roundedInterpolant(interpolant),
  });
  storeExact(tableau, exact);
  return tableau;
}

function roundedInterpolant({ order, weights, a, c }: ExactInterpolant): Interpolant {
  return { order, weights: weights.map(rounded), a: a.map(rounded), c: rounded(c) };
}

function rounded(row: ReadonlyArray<Fraction>): ReadonlyArray<number> {
  return row.map(fractionToNumber);
}
