import type { Graph, GraphNode, NodeId } from "../../graph/graph.js";
import { sizeOf } from "../../graph/shapes.js";
import { type Interning, newInterning } from "./interning.js";
import type { Operand, ValueId, Values } from "./values.js";

/** Joins both graphs into one list, in which equal values are one. */
export function joinGraphs(forward: Graph, backward: Graph | undefined): Values {
  const interning = newInterning();
  return {
    forward: addGraph(forward, interning),
    backward: backward === undefined ? [] : addGraph(backward, interning),
    list: interning.list,
  };
}

function addGraph(graph: Graph, { add }: Interning): ReadonlyArray<ValueId> {
  const values: Array<ValueId> = [];
  const operand = (id: NodeId, ofMap: boolean): Operand => {
    const node = graph.nodes[id] as GraphNode;
    // Equal numbers are read as one.
    const one = ofMap && node.kind === "constant" && node.values.length === 1;
    return { value: values[id] as ValueId, shape: one ? [] : node.shape };
  };
  for (const node of graph.nodes) {
    if (node.kind === "reshape") {
      values.push(values[node.inputs[0]] as ValueId);
      continue;
    }
    const inputs = "inputs" in node ? node.inputs : [];
    const operands = inputs.map((id) => operand(id, node.kind === "map"));
    values.push(add({ node, operands, size: sizeOf(node.shape) }));
  }
  return graph.outputs.map((id) => values[id] as ValueId);
}
