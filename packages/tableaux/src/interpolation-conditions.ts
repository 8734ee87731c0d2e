import type { ExactCoefficients, ExactInterpolant } from "./exact-coefficients.js";
import { type Fraction, fraction } from "./fraction.js";
import type { RootedTree } from "./graft.js";
import { conditionsOf } from "./order-conditions.js";
import { roundedMagnitude } from "./order-of.js";
import { rootedTrees } from "./rooted-trees.js";

/** The condition that one rooted tree and one power of θ put on the weights of dense output. */
export interface InterpolationCondition {
  readonly tree: RootedTree;
  readonly power: number;
  /** The coefficient of θ^power in Σ_i w_i(θ) Φ_i minus what it must be: 1/γ if the tree has that many vertices, else 0. */
  readonly residual: number;
  /** The largest change of that coefficient by a relative error of 1 in each coefficient of the method. */
  readonly bound: number;
}

/**
 * The conditions for the trees with `order` vertices: Σ_i w_i(θ) Φ_i(tree) = θ^order / γ(tree) for every θ, so for each
 * power of θ by itself.
 *
 * Source: E. Hairer, S. P. Nørsett and G. Wanner, Solving Ordinary Differential Equations I, 2nd ed., Springer 1993, II.6,
 * doi:10.1007/978-3-540-78862-1.
 */
export function interpolationConditions(
  { a }: Pick<ExactCoefficients, "a">,
  { weights, a: further }: Pick<ExactInterpolant, "weights" | "a">,
  order: number,
): ReadonlyArray<InterpolationCondition> {
  const trees = rootedTrees(order);
  const rows = [...a, ...further];
  const magnitudes = rows.map((row) => row.map(roundedMagnitude));
  return (weights[0] ?? []).flatMap((_, power) => {
    const column = weights.map((row) => row[power] ?? ZERO);
    const bounds = conditionsOf({ a: magnitudes, b: column.map(roundedMagnitude) }, trees);
    return conditionsOf({ a: rows, b: column }, trees).map(({ tree, weight, residual }, i) => ({
      tree,
      power,
      residual: power === order ? residual : weight,
      bound: bounds[i]?.weight as number,
    }));
  });
}

const ZERO: Fraction = fraction(0n);

/** Whether the conditions hold but for relative errors of the coefficients. */
export function holdsWithin(
  conditions: ReadonlyArray<InterpolationCondition>,
  tolerance: number,
): boolean {
  return conditions.every(
    ({ tree, residual, bound }) => Math.abs(residual) <= tolerance * tree.order * bound,
  );
}
