import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { CumulativeNode, NodeId } from "../../graph/graph.js";
import { reverse } from "../../graph/operations/views.js";
import { mask, scale } from "./masked.js";

/** The cotangent of x [outer, n, inner] from that of its cumulative sum or product, g. */
export function cumulativeRule(
  b: GraphBuilder,
  { fn, exclusive, reverse: backward }: CumulativeNode,
  g: NodeId,
  x: NodeId,
): NodeId {
  if (fn === "sum") {
    return b.cumulative("sum", g, { exclusive, reverse: !backward });
  }
  const flip = (value: NodeId) => (backward ? reverse(b, value, [1]) : value);
  return flip(productRule(b, exclusive, flip(g), flip(x)));
}

/**
 * For y_i = x_0 ⋯ x_i, the cotangent of x_j is (x_0 ⋯ x_{j−1}) Σ_{i ≥ j} g_i (x_{j+1} ⋯ x_i): no division, which would fail
 * at zeros, at the price of n² products per line. Exclusive products end one element earlier.
 */
function productRule(b: GraphBuilder, exclusive: boolean, g: NodeId, x: NodeId): NodeId {
  const [outer, n, inner] = b.shape(x) as [number, number, number];
  const after = (j: number, i: number) => Number(i > j);
  const reached = (j: number, i: number) => Number(exclusive ? i > j : i >= j);
  const pairs = (value: NodeId) => b.reshape(value, [outer, 1, n, inner]);
  const factors = b.select(condition(b, n, after), pairs(x), b.constant(1));
  const lines = b.reshape(b.broadcastTo(factors, [outer, n, n, inner]), [outer * n, n, inner]);
  const products = b.cumulative("product", lines, { exclusive, reverse: false });
  const cotangents = mask(b, condition(b, n, reached), pairs(g));
  const terms = scale(b, cotangents, b.reshape(products, [outer, n, n, inner]));
  const sums = b.reduce("sum", b.reshape(terms, [outer * n, n, inner]));
  const before = b.cumulative("product", x, { exclusive: true, reverse: false });
  return b.multiply(before, b.reshape(sums, [outer, n, inner]));
}

/** [n, n, 1]: whether a pair of indices fulfils a condition. */
function condition(b: GraphBuilder, n: number, holds: (j: number, i: number) => number): NodeId {
  const values = Float64Array.from({ length: n * n }, (_, p) => holds(Math.floor(p / n), p % n));
  return b.constant(values, [n, n, 1]);
}
