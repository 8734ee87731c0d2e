import type { GraphNode, MapName, NodeId } from "../graph.js";

/** An operand of a map that may be simplified. */
export interface MapOperand {
  readonly id: NodeId;
  readonly node: GraphNode;
  /** If all its elements are the same known number. */
  readonly value: number | undefined;
}

/** The operand of a map of one operand, if the node is that. */
export function argument({ node }: MapOperand, fn: MapName): NodeId | undefined {
  return node.kind === "map" && node.fn === fn ? node.inputs[0] : undefined;
}

/** The operands of a map, if the node is that. */
export function pair({ node }: MapOperand, fn: MapName): ReadonlyArray<NodeId> | undefined {
  return node.kind === "map" && node.fn === fn ? node.inputs : undefined;
}

/** Whether all elements are 0 or 1. */
export function isBoolean({ node }: MapOperand): boolean {
  return node.kind === "map" && BOOLEAN.has(node.fn);
}

const BOOLEAN: ReadonlySet<MapName> = new Set([
  ...(["and", "equal", "greater", "greaterEqual", "isFinite", "isNaN"] as const),
  ...(["less", "lessEqual", "not", "notEqual", "or", "step"] as const),
]);
