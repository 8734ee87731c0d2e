import { InvalidArgumentError } from "@symplectic-adjoint/core";
import type { Graph, InputNode, InputRole } from "../../src/graph/graph.js";
import { sizeOf } from "../../src/graph/shapes.js";
import { evaluateNode, type HostValue } from "./evaluate-node.js";

/** Values of a graph's inputs, row-major, by role and index. */
export type GraphInputs = Partial<Record<InputRole, ReadonlyArray<ArrayLike<number>>>>;

/**
 * The outputs of a graph, computed node after node in doubles, with nothing reused or fused: the definition that executors
 * are tested against.
 *
 * @throws InvalidArgumentError if an input is missing or has another number of elements than its node.
 */
export function evaluateGraph(graph: Graph, inputs: GraphInputs): ReadonlyArray<Float64Array> {
  const values: Array<HostValue> = [];
  for (const node of graph.nodes) {
    const result =
      node.kind === "input"
        ? inputValues(node, inputs)
        : evaluateNode(
            node,
            node.kind === "constant" ? [] : node.inputs.map((id) => values[id] as HostValue),
          );
    values.push({ shape: node.shape, values: result });
  }
  return graph.outputs.map((id) => (values[id] as HostValue).values);
}

function inputValues({ role, index, shape }: InputNode, inputs: GraphInputs): Float64Array {
  const given = inputs[role]?.[index];
  if (given?.length !== sizeOf(shape)) {
    throw new InvalidArgumentError({
      argument: `inputs.${role}[${index}]`,
      value: given,
      problem: `must have ${sizeOf(shape)} elements`,
      remedy: `Pass the elements of an array of shape [${shape.join(", ")}] in row-major order.`,
    });
  }
  return Float64Array.from(given);
}
