import { InvalidArgumentError } from "@symplectic-adjoint/core";
import type { Graph, GraphNode, InputRole } from "../graph/graph.js";
import { sizeOf } from "../graph/shapes.js";
import type { ProgramSource } from "./program-source.js";

/**
 * The inputs and outputs of both graphs have the sizes of the places that they will get.
 *
 * @throws InvalidArgumentError if not.
 */
export function checkSource({ forward, backward, sizes }: ProgramSource): void {
  const outputs = outputSizes(forward);
  const known: Record<InputRole, ReadonlyArray<number>> = {
    time: [1],
    state: sizes.states,
    parameter: sizes.parameters,
    captured: sizes.captured,
    cotangent: outputs,
  };
  for (const [name, graph] of Object.entries({ forward, backward })) {
    if (graph === undefined) continue;
    for (const node of graph.nodes) {
      if (node.kind !== "input" || known[node.role][node.index] === sizeOf(node.shape)) continue;
      refuse(
        `${name}.nodes`,
        [sizeOf(node.shape)],
        `contains an input of this size for ${node.role} ${node.index}, which has ${known[node.role][node.index] ?? "no"} elements`,
      );
    }
  }
  if (backward === undefined) return;
  const found = outputSizes(backward);
  const bars = [...sizes.states, ...sizes.parameters];
  const wanted = found.length === bars.length ? bars : [...bars, 1];
  if (found.join() !== wanted.join())
    refuse("backward.outputs", found, `must have ${wanted.join(", ")} elements`);
}

function outputSizes({ nodes, outputs }: Graph): ReadonlyArray<number> {
  return outputs.map((id) => sizeOf((nodes[id] as GraphNode).shape));
}

function refuse(argument: string, value: ReadonlyArray<number>, problem: string): never {
  throw new InvalidArgumentError({
    argument,
    value: value.length === 1 ? value[0] : value,
    problem,
    remedy:
      "Pass the sizes of the inputs of the graphs, and a derivative with one output per state and per parameter, then one for the time if it is wanted.",
  });
}
