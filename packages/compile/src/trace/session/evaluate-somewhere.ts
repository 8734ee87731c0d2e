import { evaluateGraph } from "../../executors/evaluate-graph.js";
import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { InputRole, NodeId } from "../../graph/graph.js";
import { sizeOf } from "../../graph/shapes.js";

/** The values of nodes where all inputs are irregular numbers between −1 and 1, always the same. */
export function evaluateSomewhere(
  g: GraphBuilder,
  ids: ReadonlyArray<NodeId>,
): ReadonlyArray<Float64Array> {
  const graph = g.graph(ids);
  const inputs: Partial<Record<InputRole, Array<Float64Array>>> = {};
  for (const [id, node] of graph.nodes.entries()) {
    if (node.kind !== "input") continue;
    const list = inputs[node.role] ?? [];
    const values = new Float64Array(sizeOf(node.shape));
    list[node.index] = values.map((_, i) => Math.sin(0.7 + 1.9 * id + 2.7 * i));
    inputs[node.role] = list;
  }
  return evaluateGraph(graph, inputs);
}
