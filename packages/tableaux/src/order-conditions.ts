import { elementaryWeights, type FractionCoefficients } from "./elementary-weights.js";
import { fractionToNumber } from "./fraction-to-number.js";
import type { RootedTree } from "./graft.js";
import { readMethod } from "./read-method.js";
import { rootedTrees } from "./rooted-trees.js";
import type { MethodCoefficients } from "./tableau-source.js";

/** The condition that one rooted tree puts on a method: its elementary weight Φ must be 1/γ. */
export interface OrderCondition {
  readonly tree: RootedTree;
  /** Φ of the method. */
  readonly weight: number;
  /** Φ − 1/γ, computed exactly and rounded once: 0 means that the condition holds exactly. */
  readonly residual: number;
}

/**
 * The order conditions of a method for all rooted trees with 1 … `order` vertices, with their residuals.
 *
 * A method has order p if all conditions up to p hold (c_i = Σ_j a_ij taken for granted). The method may be implicit.
 * Fractions give exact residuals; for numbers they are the exact residuals of those doubles, around 1e-16 if the
 * condition holds. Cost: up to order 8, 200 trees, well under a second for dopri8.
 *
 * Source: J. C. Butcher, Coefficients for the study of Runge-Kutta integration processes, Journal of the Australian
 * Mathematical Society 3 (1963), 185–201, doi:10.1017/S1446788700027932.
 *
 * @throws InvalidArgumentError if the order is not an integer from 1 to 15, or the shapes of the coefficients do not
 * match.
 * @example
 * orderConditions({ a: ["", "1/2"], b: "0 1" }, 3).map((condition) => condition.residual);
 * // [0, 0, -1/6, -1/12]: of order 2
 */
export function orderConditions(
  method: MethodCoefficients,
  order: number,
): ReadonlyArray<OrderCondition> {
  rootedTrees(order); // Rejects what is no order, before it becomes a length.
  const trees = Array.from({ length: order }, (_, i) => rootedTrees(i + 1)).flat();
  return conditionsOf(readMethod(method), trees);
}

/** The conditions for the given trees. */
export function conditionsOf(
  method: FractionCoefficients,
  trees: ReadonlyArray<RootedTree>,
): ReadonlyArray<OrderCondition> {
  const weights = elementaryWeights(method, trees);
  return trees.map((tree, i) => {
    const { numerator, denominator } = weights[i] as (typeof weights)[number];
    const density = BigInt(tree.density);
    return {
      tree,
      weight: fractionToNumber({ numerator, denominator }),
      residual: fractionToNumber({
        numerator: numerator * density - denominator,
        denominator: denominator * density,
      }),
    };
  });
}
