import type { GatherNode, GraphNode, NodeId } from "../graph.js";
import { sameNumbers } from "../same-numbers.js";
import { sizeOf } from "../shapes.js";
import { gcd, splitBlocks } from "./block-tables.js";
import type { GraphBuilder } from "./graph-builder.js";

/**
 * The sum of two arrays that are each zero where the other is not, as one gather of both; undefined for others. Derivatives
 * of slices of one array are such sums.
 */
export function joinGathers(
  builder: GraphBuilder,
  first: GraphNode,
  second: GraphNode,
): NodeId | undefined {
  if (!isSparse(first) || !isSparse(second) || !sameNumbers(first.shape, second.shape)) {
    return undefined;
  }
  const block = gcd(first.block, second.block);
  const [left, right] = [splitBlocks(first, block).table, splitBlocks(second, block).table];
  if (left.some((from, i) => from >= 0 && (right[i] as number) >= 0)) {
    return undefined;
  }
  const start = first.inputs.reduce((sum, id) => sum + sizeOf(builder.shape(id)) / block, 0);
  const table = left.map((from, i) => {
    const other = right[i] as number;
    return other < 0 ? from : start + other;
  });
  return builder.gather([...first.inputs, ...second.inputs], { block, table }, first.shape);
}

function isSparse(node: GraphNode): node is GatherNode {
  return node.kind === "gather" && node.fill === 0 && node.table.includes(-1);
}
