import type { Graph, GraphNode, NodeId } from "../graph.js";
import { neededNodes } from "../needed-nodes.js";

/**
 * The graph of `outputs` without the nodes that they do not need, numbered anew. Inputs stay, needed or not: whoever runs the
 * graph reads their number and shapes.
 */
export function pruneGraph(nodes: ReadonlyArray<GraphNode>, outputs: ReadonlyArray<NodeId>): Graph {
  const needed = neededNodes(outputs, (id) => nodes[id]);
  const kept = nodes.flatMap(({ kind }, id) => (kind === "input" || needed.has(id) ? [id] : []));
  const numbers = new Map(kept.map((id, number) => [id, number]));
  const renumber = (id: NodeId) => numbers.get(id) as NodeId;
  return {
    nodes: kept.map((id) => {
      const node = nodes[id] as GraphNode;
      return "inputs" in node
        ? ({ ...node, inputs: node.inputs.map(renumber) } as unknown as GraphNode)
        : node;
    }),
    outputs: outputs.map(renumber),
  };
}
