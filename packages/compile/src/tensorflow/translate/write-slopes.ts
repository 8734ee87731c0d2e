import type { Graph, GraphNode, MapNode, NodeId } from "../../graph/graph.js";
import { sameNumbers } from "../../graph/same-numbers.js";
import type { GraphWriter, Value } from "../graph-def/graph-writer.js";

/** A cotangent times the slope of tanh or of the sigmoid, in one operation; undefined if the node is another. */
export function writeSlope(
  writer: GraphWriter,
  graph: Graph,
  { fn, inputs, shape }: MapNode,
  at: (id: NodeId) => Value,
): Value | undefined {
  if (fn !== "multiply") return undefined;
  for (const [slope, cotangent] of [inputs, [...inputs].reverse()] as Array<[NodeId, NodeId]>) {
    const found = tanhOf(graph, slope) ?? sigmoidOf(graph, slope);
    if (found === undefined) continue;
    const operands = [at(found.result), at(cotangent)];
    if (operands.every((operand) => sameNumbers(operand.shape, shape)))
      return writer.operation(found.op, operands, shape);
  }
  return undefined;
}

interface Slope {
  readonly op: string;
  /** y, of which the slope is a function. */
  readonly result: NodeId;
}

/** 1 − y². */
function tanhOf(graph: Graph, id: NodeId): Slope | undefined {
  const square = subtractedFromOne(graph, id);
  const node = square === undefined ? undefined : mapNode(graph, square, "square");
  return node && { op: "TanhGrad", result: node.inputs[0] as NodeId };
}

/** y (1 − y). */
function sigmoidOf(graph: Graph, id: NodeId): Slope | undefined {
  const [a, b] = mapNode(graph, id, "multiply")?.inputs ?? [];
  for (const [y, rest] of [
    [a, b],
    [b, a],
  ])
    if (y !== undefined && rest !== undefined && subtractedFromOne(graph, rest) === y)
      return { op: "SigmoidGrad", result: y };
  return undefined;
}

/** x, if the node is 1 − x. */
function subtractedFromOne(graph: Graph, id: NodeId): NodeId | undefined {
  const [one, x] = mapNode(graph, id, "subtract")?.inputs ?? [];
  const node = one === undefined ? undefined : (graph.nodes[one] as GraphNode);
  const isOne = node?.kind === "constant" && node.values.length === 1 && node.values[0] === 1;
  return isOne ? x : undefined;
}

function mapNode(graph: Graph, id: NodeId, fn: MapNode["fn"]): MapNode | undefined {
  const node = graph.nodes[id] as GraphNode;
  return node.kind === "map" && node.fn === fn ? node : undefined;
}
