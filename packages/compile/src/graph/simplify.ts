import { createGraphBuilder } from "./builder/create-graph-builder.js";
import type { GraphBuilder } from "./builder/graph-builder.js";
import type { Graph, GraphNode, NodeId } from "./graph.js";

/** The same graph without unneeded, repeated and known parts; see GraphBuilder. */
export function simplify(graph: Graph): Graph {
  const builder = createGraphBuilder();
  const ids = addGraph(builder, graph);
  return builder.graph(graph.outputs.map((id) => ids[id] as NodeId));
}

/** Makes the nodes of a graph again with a builder. @returns For each of them the node that has its value. */
export function addGraph(builder: GraphBuilder, graph: Graph): ReadonlyArray<NodeId> {
  const ids: Array<NodeId> = [];
  for (const node of graph.nodes) {
    const inputs = "inputs" in node ? node.inputs.map((id) => ids[id] as NodeId) : [];
    ids.push(addNode(builder, node, inputs));
  }
  return ids;
}

function addNode(builder: GraphBuilder, node: GraphNode, inputs: ReadonlyArray<NodeId>): NodeId {
  const [x, y] = inputs as [NodeId, NodeId];
  switch (node.kind) {
    case "input":
      return builder.input(node.role, node.index, node.shape);
    case "constant":
      return builder.constant(node.values, node.shape);
    case "map":
      return builder.map(node.fn, ...inputs);
    case "matMul":
      return builder.matMul(x, y, node.transposeA, node.transposeB);
    case "reduce":
      return builder.reduce(node.fn, x);
    case "gather":
      return builder.gather(inputs, node, node.shape);
    case "scatter":
      return builder.scatter(x, node, node.shape);
    case "cumulative":
      return builder.cumulative(node.fn, x, node);
    case "reshape":
      return builder.reshape(x, node.shape);
  }
}
