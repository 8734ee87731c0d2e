import type { Graph, InputNode } from "../../graph/graph.js";

/** The inputs that the outputs of a graph depend on. */
export function neededInputs({ nodes, outputs }: Graph): ReadonlyArray<InputNode> {
  const needed = new Set(outputs);
  const inputs: Array<InputNode> = [];
  for (let id = nodes.length - 1; id >= 0; id--) {
    const node = nodes[id];
    if (node === undefined || !needed.has(id) || node.kind === "constant") continue;
    if (node.kind === "input") inputs.push(node);
    else for (const input of node.inputs) needed.add(input);
  }
  return inputs;
}
