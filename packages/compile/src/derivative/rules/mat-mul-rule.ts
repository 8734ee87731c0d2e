import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { MatMulNode, NodeId } from "../../graph/graph.js";
import { sumTo } from "../../graph/operations/along-axes.js";

/** The cotangents of the factors of a product whose cotangent is g: products with transposes as flags. */
export const matMulRules: ReadonlyArray<(b: GraphBuilder, node: MatMulNode, g: NodeId) => NodeId> =
  [
    (b, { inputs: [x, y], transposeA, transposeB }, g) =>
      sumTo(
        b,
        transposeA ? b.matMul(y, g, transposeB, true) : b.matMul(g, y, false, !transposeB),
        b.shape(x),
      ),
    (b, { inputs: [x, y], transposeA, transposeB }, g) =>
      sumTo(
        b,
        transposeB ? b.matMul(g, x, true, transposeA) : b.matMul(x, g, !transposeA, false),
        b.shape(y),
      ),
  ];
