import { createGraphBuilder } from "../graph/builder/create-graph-builder.js";
import type { Graph, InputNode, InputRole, NodeId } from "../graph/graph.js";
import { addGraph } from "../graph/simplify.js";
import { pullBack } from "./pull-back.js";

/**
 * The vector-Jacobian product of a graph, as a graph. Beside the inputs of the given one, it has an input of role
 * "cotangent" for each output, and computes what it needs of the graph itself.
 *
 * Its outputs are the cotangents of all states in order, then those of all parameters, then that of the time if the graph's
 * outputs depend on it. What outputs do not depend on has zeros.
 */
export function differentiate(graph: Graph): Graph {
  const builder = createGraphBuilder();
  const ids = addGraph(builder, graph);
  const outputs = graph.outputs.map((id) => ids[id] as NodeId);
  const differentiable = ROLES.flatMap((role) => inputsOf(graph, ids, role));
  const before = inputsOf(graph, ids, "cotangent").length;
  const bars = pullBack(builder, {
    outputs,
    cotangents: outputs.map((id, i) => builder.input("cotangent", before + i, builder.shape(id))),
    withRespectTo: differentiable,
  });
  const results = differentiable.flatMap((id, i) => {
    const bar = bars[i];
    const isTime = (builder.node(id) as InputNode).role === "time";
    return bar === undefined && isTime ? [] : [bar ?? builder.constant(0, builder.shape(id))];
  });
  return builder.graph(results);
}

const ROLES: ReadonlyArray<InputRole> = ["state", "parameter", "time"];

/** The inputs of a role, in the order of their indices. */
function inputsOf(
  graph: Graph,
  ids: ReadonlyArray<NodeId>,
  role: InputRole,
): ReadonlyArray<NodeId> {
  return graph.nodes
    .flatMap((node, id) => (node.kind === "input" && node.role === role ? [{ node, id }] : []))
    .sort((a, b) => a.node.index - b.node.index)
    .map(({ id }) => ids[id] as NodeId);
}
