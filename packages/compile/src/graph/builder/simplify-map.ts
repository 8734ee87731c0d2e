import type { MapName, NodeId } from "../graph.js";
import type { GraphBuilder } from "./graph-builder.js";
import type { MapOperand } from "./map-operand.js";
import { mapRules } from "./map-rules.js";
import { uniformValue } from "./simplify-gather.js";

/**
 * A node equal to a function of numbers, by algebra that holds for all numbers up to the sign of 0 and one rounding;
 * undefined if there is none. NaN and infinities keep their meaning: x − x or 0 · x are not simplified.
 */
export function simplifyMap(
  builder: GraphBuilder,
  fn: MapName,
  inputs: ReadonlyArray<NodeId>,
): NodeId | undefined {
  const operands = inputs.map((id): MapOperand => {
    const node = builder.node(id);
    return { id, node, value: uniformValue(node) };
  });
  return mapRules[fn]?.(builder, ...(operands as [MapOperand, MapOperand, MapOperand]));
}
