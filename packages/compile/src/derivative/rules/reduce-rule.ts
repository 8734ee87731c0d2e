import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId, ReduceNode } from "../../graph/graph.js";
import { mask, scale } from "./masked.js";

/**
 * The cotangent of x [outer, n, inner] from that of y, g [outer, inner]; undefined if it is 0. If several elements are the
 * largest, each gets all of g, as in TensorFlow.js.
 */
export function reduceRule(
  b: GraphBuilder,
  fn: ReduceNode["fn"],
  g: NodeId,
  [x, y]: readonly [NodeId, NodeId],
): NodeId | undefined {
  const [outer, n, inner] = b.shape(x) as [number, number, number];
  const along = (value: NodeId) =>
    b.broadcastTo(b.reshape(value, [outer, 1, inner]), [outer, n, inner]);
  switch (fn) {
    case "sum":
      return along(g);
    case "max":
    case "min":
      return mask(b, b.equal(x, along(y)), along(g));
    case "product": {
      // The product of the others, without a division, which would fail at zeros.
      const before = b.cumulative("product", x, { exclusive: true, reverse: false });
      const after = b.cumulative("product", x, { exclusive: true, reverse: true });
      return scale(b, along(g), b.multiply(before, after));
    }
    case "argMax":
    case "argMin":
      return undefined;
  }
}
