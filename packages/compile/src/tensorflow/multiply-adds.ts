import type { Graph, GraphNode } from "../graph/graph.js";
import { sizeOf } from "../graph/shapes.js";

/** Multiplications in the products of matrices of one evaluation. */
export function multiplyAdds({ nodes }: Graph): number {
  return nodes.reduce((sum, node) => {
    if (node.kind !== "matMul") return sum;
    const { shape } = nodes[node.inputs[0]] as GraphNode;
    const inner = shape[node.transposeA ? 1 : 2] as number;
    return sum + inner * sizeOf(node.shape);
  }, 0);
}
