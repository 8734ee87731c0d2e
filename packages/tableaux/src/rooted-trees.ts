import { checkValue, numberRequirement, required } from "@symplectic-adjoint/core";
import { graft, type RootedTree } from "./graft.js";

// No explicit method of order 15 is known, and there are 87 811 trees with that many vertices.
export const MAX_ORDER = 15;

const ORDER = required(
  numberRequirement(
    (order) => Number.isInteger(order) && order >= 1 && order <= MAX_ORDER,
    `must be an integer from 1 to ${MAX_ORDER}`,
    "Write the number of vertices, which is the order of the condition.",
  ),
);

// treesByOrder[n − 1] contains the trees with n vertices, so that equal subtrees are always the same object.
const treesByOrder: Array<ReadonlyArray<RootedTree>> = [];

/**
 * The rooted trees with `order` vertices: 1, 1, 2, 4, 9, 20, 48, 115, 286, … of them.
 *
 * Each stands for one elementary differential of f, and so for one condition on the coefficients of a method of that
 * order. Cached.
 *
 * Source: J. C. Butcher, Coefficients for the study of Runge-Kutta integration processes, Journal of the Australian
 * Mathematical Society 3 (1963), 185–201, doi:10.1017/S1446788700027932; Hairer, Nørsett and Wanner, Solving Ordinary
 * Differential Equations I, 2nd ed., Springer 1993, II.2, doi:10.1007/978-3-540-78862-1.
 *
 * @throws InvalidArgumentError if the order is not an integer from 1 to 15.
 * @example
 * rootedTrees(3).map((tree) => [tree.notation, tree.density]); // [["[[τ]]", 6], ["[τ,τ]", 3]]
 */
export function rootedTrees(order: number): ReadonlyArray<RootedTree> {
  checkValue("order", order, ORDER);
  while (treesByOrder.length < order) {
    const children = forests(treesByOrder.length, treesByOrder.flat().reverse());
    treesByOrder.push(Object.freeze(children.map(graft)));
  }
  return treesByOrder[order - 1] as ReadonlyArray<RootedTree>;
}

/** The multisets of trees with `size` vertices in total, from `candidates`, which are in descending order. */
function forests(
  size: number,
  candidates: ReadonlyArray<RootedTree>,
): ReadonlyArray<ReadonlyArray<RootedTree>> {
  if (size === 0) return [[]];
  return candidates.flatMap((first, i) =>
    first.order > size
      ? []
      : forests(size - first.order, candidates.slice(i)).map((rest) => [first, ...rest]),
  );
}
