import { InvalidArgumentError } from "@symplectic-adjoint/core";
import type { ExactCoefficients } from "./exact-coefficients.js";
import { type Fraction, ONE, subtract, sum } from "./fraction.js";
import { fractionToNumber } from "./fraction-to-number.js";

/** Tolerance for coefficients rounded to 12 digits; misprints are larger. */
const TOLERANCE = 1e-12;

/** Throws unless c_i = Σ_j a_ij, Σ b = 1 and Σ b̂ = 1. */
export function checkConsistency({ a, b, bHat, c }: ExactCoefficients): void {
  a.forEach((row, i) => {
    const node = c[i] as Fraction;
    const total = sum(row);
    if (isClose(node, total)) return;
    throw new InvalidArgumentError({
      argument: `c[${i}]`,
      value: fractionToNumber(node),
      problem: `is not the sum of row ${i} of a, ${fractionToNumber(total)}`,
      remedy: `Check c[${i}] and a[${i}] against the source: one of them is misprinted.`,
    });
  });
  checkWeights("b", b);
  if (bHat) checkWeights("bHat", bHat);
}

function checkWeights(argument: string, weights: ReadonlyArray<Fraction>): void {
  const total = sum(weights);
  if (isClose(total, ONE)) return;
  throw new InvalidArgumentError({
    argument,
    value: weights.map(fractionToNumber),
    problem: `must sum to 1, but sums to ${fractionToNumber(total)}`,
    remedy:
      argument === "b"
        ? "Check the weights against the source."
        : "Write the weights of the embedded solution itself, not their differences from b.",
  });
}

function isClose(x: Fraction, y: Fraction): boolean {
  return Math.abs(fractionToNumber(subtract(x, y))) <= TOLERANCE;
}
