import type { Graph, InputNode } from "../../graph/graph.js";
import { neededNodes } from "../../graph/needed-nodes.js";

/** The inputs that the outputs of a graph depend on. */
export function neededInputs({ nodes, outputs }: Graph): ReadonlyArray<InputNode> {
  const needed = neededNodes(outputs, (id) => nodes[id]);
  return nodes.filter((node, id): node is InputNode => node.kind === "input" && needed.has(id));
}
