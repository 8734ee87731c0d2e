import type { GraphNode, NodeId } from "./graph.js";

/** The nodes that some depend on, themselves included. */
export function neededNodes(
  ids: Iterable<NodeId>,
  nodeOf: (id: NodeId) => GraphNode | undefined,
): ReadonlySet<NodeId> {
  const needed = new Set(ids);
  // The set grows while it is read.
  for (const id of needed) {
    const node = nodeOf(id);
    if (node !== undefined && "inputs" in node) for (const input of node.inputs) needed.add(input);
  }
  return needed;
}
