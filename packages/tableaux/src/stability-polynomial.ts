import { type ButcherTableau, checkedTableau } from "@symplectic-adjoint/core";
import { elementaryWeights } from "./elementary-weights.js";
import { exactCoefficients } from "./exact-coefficients.js";
import { fractionToNumber } from "./fraction-to-number.js";
import { graft, type RootedTree } from "./graft.js";

/**
 * The coefficients, constant first, of the polynomial R(z) = 1 + Σ_k z^(k+1) bᵀ A^k 1 of a method.
 *
 * One step of y' = λy is y⁺ = R(hλ) y, so R serves as a reference in tests; |R(z)| ≤ 1 is the region of stability. Each
 * coefficient is computed exactly and rounded once. Trailing zeros are omitted.
 *
 * Source: Hairer and Wanner, Solving Ordinary Differential Equations II, 2nd ed., Springer 1996, IV.2,
 * doi:10.1007/978-3-642-05221-7.
 *
 * @example
 * stabilityPolynomial(rk4); // [1, 1, 1/2, 1/6, 1/24], rounded
 */
export function stabilityPolynomial(tableau: ButcherTableau): ReadonlyArray<number> {
  const { stages } = checkedTableau(tableau);
  // bᵀ A^k 1 is the elementary weight of the unbranched tree with k + 1 vertices.
  const tallTrees: Array<RootedTree> = [graft([])];
  while (tallTrees.length < stages) {
    tallTrees.push(graft([tallTrees[tallTrees.length - 1] as RootedTree]));
  }
  const weights = elementaryWeights(exactCoefficients(tableau), tallTrees).map(fractionToNumber);
  while (weights.at(-1) === 0) weights.pop();
  return Object.freeze([1, ...weights]);
}
