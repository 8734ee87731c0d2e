import { InvalidArgumentError } from "@symplectic-adjoint/core";
import type { ExactCoefficients, ExactInterpolant } from "./exact-coefficients.js";
import { type Fraction, fraction, subtract, sum } from "./fraction.js";
import { fractionToNumber } from "./fraction-to-number.js";
import { holdsWithin, interpolationConditions } from "./interpolation-conditions.js";

/** Tolerance for coefficients rounded to 12 digits; misprints are larger. */
const TOLERANCE = 1e-12;
const ZERO = fraction(0n);

/** Throws unless c_i = Σ_j a_ij for the further stages, w_i(0) = 0, and w_i(1) = b_i. */
export function checkInterpolant({ b }: ExactCoefficients, interpolant: ExactInterpolant): void {
  interpolant.a.forEach((row, i) => {
    const [node, total] = [interpolant.c[i] as Fraction, sum(row)];
    if (isClose(node, total, row)) return;
    throw new InvalidArgumentError({
      argument: `interpolant.c[${i}]`,
      value: fractionToNumber(node),
      problem: `is not the sum of row ${i} of interpolant.a, ${fractionToNumber(total)}`,
      remedy: "Check both against the source: one of them is misprinted.",
    });
  });
  interpolant.weights.forEach((row, i) => {
    const argument = `interpolant.weights[${i}]`;
    const value = row.map(fractionToNumber);
    if (value[0] !== 0)
      throw new InvalidArgumentError({
        argument,
        value,
        problem: "must start with 0, the coefficient of θ^0: the step starts with its state",
        remedy: "Write the coefficients in ascending powers of θ, from θ^0 on.",
      });
    const [weight, atEnd] = [b[i] ?? ZERO, sum(row)];
    if (isClose(weight, atEnd, row)) return;
    throw new InvalidArgumentError({
      argument,
      value,
      problem: `sums to ${fractionToNumber(atEnd)}, but at θ = 1 the weight of this stage is ${fractionToNumber(weight)}`,
      remedy: "Check the row against the source, in ascending powers of θ.",
    });
  });
}

/** Throws unless the conditions of all rooted trees up to the order of the interpolant hold, for every θ. */
export function checkInterpolantOrder(
  exact: ExactCoefficients,
  interpolant: ExactInterpolant,
  methodOrder: number,
): void {
  if (interpolant.order > methodOrder)
    throw new InvalidArgumentError({
      argument: "interpolant.order",
      value: interpolant.order,
      problem: `must be at most the order of the method, ${methodOrder}`,
      remedy: "Write the order of the interpolated state, not that of its error.",
    });
  for (let order = 1; order <= interpolant.order; order++) {
    const conditions = interpolationConditions(exact, interpolant, order);
    const broken = conditions.find((condition) => !holdsWithin([condition], TOLERANCE));
    if (broken === undefined) continue;
    throw new InvalidArgumentError({
      argument: "interpolant.weights",
      value: interpolant.weights.map((row) => row.map(fractionToNumber)),
      problem: `do not have order ${interpolant.order}: the condition of the tree ${broken.tree.notation} for θ^${broken.power} is off by ${broken.residual}`,
      remedy: `Check the coefficients against the source, or write order: ${order - 1}${order === 1 ? ", which is no order: leave the interpolant out" : ""}.`,
    });
  }
}

function isClose(x: Fraction, y: Fraction, row: ReadonlyArray<Fraction>): boolean {
  const size = row.reduce((total, entry) => total + Math.abs(fractionToNumber(entry)), 1);
  return Math.abs(fractionToNumber(subtract(x, y))) <= TOLERANCE * size;
}
