import { evaluateGraph } from "../../executors/evaluate-graph.js";
import type { ConstantNode, GraphNode } from "../graph.js";
import { type Shape, sizeOf } from "../shapes.js";
import type { GraphBuilder } from "./graph-builder.js";
import { shapeError } from "./shape-error.js";

/** A constant; one number is kept if all are equal. */
export function constantNode(values: number | ArrayLike<number>, shape?: Shape): ConstantNode {
  if (typeof values === "number") {
    return { kind: "constant", values: Float64Array.of(values), shape: shape ?? [] };
  }
  const resultShape = shape ?? [values.length];
  if (values.length !== 1 && values.length !== sizeOf(resultShape)) {
    throw shapeError(
      "constant",
      [[values.length], resultShape],
      "have different numbers of elements",
    );
  }
  const array = Float64Array.from(values);
  const uniform = array.length > 0 && array.every((value) => Object.is(value, array[0]));
  return { kind: "constant", values: uniform ? array.slice(0, 1) : array, shape: resultShape };
}

/** The node, or its value if that is known and worth storing: if all its inputs are constants, or nothing is in it. */
export function foldConstants(builder: GraphBuilder, node: GraphNode): GraphNode {
  if (node.kind === "input" || node.kind === "constant") {
    return node;
  }
  if (sizeOf(node.shape) === 0) {
    return constantNode(new Float64Array(0), node.shape);
  }
  const inputs = node.inputs.map((id) => builder.node(id));
  if (!inputs.every((input) => input.kind === "constant") || repeats(node, inputs)) {
    return node;
  }
  const alone = { ...node, inputs: inputs.map((_, id) => id) } as unknown as GraphNode;
  const graph = { nodes: [...inputs, alone], outputs: [inputs.length] };
  const [values] = evaluateGraph(graph, {}) as [Float64Array];
  return constantNode(values, node.shape);
}

/** Whether a gather is longer than what it reads: maps read a row that is repeated as a row, and a constant they do not. */
function repeats(node: GraphNode, inputs: ReadonlyArray<GraphNode>): boolean {
  const read = inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return node.kind === "gather" && sizeOf(node.shape) > read;
}
