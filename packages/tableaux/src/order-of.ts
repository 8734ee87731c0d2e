import { checkOptions, numberRequirement, type Requirement } from "@symplectic-adjoint/core";
import type { FractionCoefficients } from "./elementary-weights.js";
import { absolute, type Fraction, fractionFromNumber } from "./fraction.js";
import { fractionToNumber } from "./fraction-to-number.js";
import { conditionsOf } from "./order-conditions.js";
import { readMethod } from "./read-method.js";
import { MAX_ORDER, rootedTrees } from "./rooted-trees.js";
import type { MethodCoefficients } from "./tableau-source.js";

/** Tolerance of the order conditions. */
export interface OrderOptions {
  /** Relative error allowed for each coefficient; default 2^−52, for coefficients rounded to doubles. */
  readonly tolerance?: number | undefined;
}

/**
 * The order of a method: the largest p such that every condition for trees with up to p vertices holds; 0 if Σ b ≠ 1.
 *
 * The condition of a tree with n vertices holds if |Φ − 1/γ| ≤ tolerance · n · Φ̄, where Φ̄ is the elementary weight of
 * |a| and |b|: the maximum change of Φ by relative errors of `tolerance` in the coefficients. The maximum order is 15.
 * Cost as for `orderConditions`, one order above the result.
 *
 * @throws InvalidArgumentError if the shapes of the coefficients do not match, or the tolerance is not in [0, 1).
 * @example
 * orderOf(dopri5); // 5
 * orderOf({ a: ["", "2/3"], b: "1/4 3/4" }); // 2
 */
export function orderOf(method: MethodCoefficients, options: OrderOptions = {}): number {
  const tolerance = toleranceOf("orderOf", options);
  const exact = readMethod(method);
  return orderWithin(exact, exact.b.map(roundedMagnitude), tolerance);
}

const TABLE: Readonly<Record<keyof OrderOptions, Requirement>> = {
  tolerance: numberRequirement(
    (value) => value >= 0 && value < 1,
    "must be in [0, 1)",
    "Leave it out, or write 1e-12 for coefficients that were printed with 12 digits.",
  ),
};

/** The tolerance from the options. @throws UnknownOptionError | InvalidArgumentError */
export function toleranceOf(owner: string, options: OrderOptions): number {
  checkOptions(owner, options, TABLE);
  return options.tolerance ?? Number.EPSILON;
}

/** @param bound Upper bounds of |b|, or of the quantities its rounding error is proportional to. */
export function orderWithin(
  exact: FractionCoefficients,
  bound: ReadonlyArray<Fraction>,
  tolerance: number,
): number {
  const magnitudes = { a: exact.a.map((row) => row.map(roundedMagnitude)), b: bound };
  for (let order = 1; order <= MAX_ORDER; order++) {
    const trees = rootedTrees(order);
    const bounds = conditionsOf(magnitudes, trees);
    const holds = conditionsOf(exact, trees).every(
      ({ residual }, i) => Math.abs(residual) <= tolerance * order * (bounds[i]?.weight as number),
    );
    if (!holds) return order - 1;
  }
  return MAX_ORDER;
}

/**
 * |x| as a short fraction: bounds need only the digits of a double, and short numbers multiply faster.
 */
export function roundedMagnitude(x: Fraction): Fraction {
  return fractionFromNumber(fractionToNumber(absolute(x)));
}
