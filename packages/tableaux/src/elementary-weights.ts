import { commonDenominator, type Fraction } from "./fraction.js";
import type { RootedTree } from "./graft.js";

/** The coefficients that order conditions depend on, as fractions. */
export interface FractionCoefficients {
  readonly a: ReadonlyArray<ReadonlyArray<Fraction>>;
  readonly b: ReadonlyArray<Fraction>;
}

/**
 * The elementary weight of each tree, exactly: Φ([t_1,…,t_m]) = Σ_i b_i u_i, where u = Π_k (A u(t_k)) entry by entry
 * and u(τ) = 1.
 *
 * All coefficients are converted to a common denominator D first, so that the sums are sums of integers: a tree of
 * order n has the denominator D^n. The weights are not in lowest terms, because computing GCDs of the long integers of
 * dopri8 would dominate the cost.
 */
export function elementaryWeights(
  { a, b }: FractionCoefficients,
  trees: ReadonlyArray<RootedTree>,
): ReadonlyArray<Fraction> {
  const denominator = commonDenominator([...a.flat(), ...b]);
  const scaled = (x: Fraction) => x.numerator * (denominator / x.denominator);
  const rows = a.map((row) => row.map(scaled));
  const weights = b.map(scaled);

  const branches = new Map<RootedTree, ReadonlyArray<bigint>>();
  /** A u(tree), times D^order. */
  const branch = (tree: RootedTree): ReadonlyArray<bigint> => {
    let values = branches.get(tree);
    if (!values) {
      const inner = stageValues(tree);
      values = rows.map((row) => dot(row, inner));
      branches.set(tree, values);
    }
    return values;
  };
  /** u(tree), times D^(order − 1). */
  const stageValues = (tree: RootedTree): ReadonlyArray<bigint> =>
    tree.children
      .map(branch)
      .reduce((product, values) => product.map((x, i) => x * (values[i] as bigint)), ones);
  const ones = b.map(() => 1n);

  return trees.map((tree) => ({
    numerator: dot(weights, stageValues(tree)),
    denominator: denominator ** BigInt(tree.order),
  }));
}

function dot(row: ReadonlyArray<bigint>, values: ReadonlyArray<bigint>): bigint {
  return row.reduce((total, x, j) => (x === 0n ? total : total + x * (values[j] as bigint)), 0n);
}
