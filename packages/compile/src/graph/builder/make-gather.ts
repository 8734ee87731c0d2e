import { repetition } from "../../program/values/broadcasting.js";
import type { GatherNode, NodeId, ScatterNode } from "../graph.js";
import { sameNumbers } from "../same-numbers.js";
import { broadcastShapes, type Shape, sizeOf } from "../shapes.js";
import { invertTable, mergeBlocks } from "./block-tables.js";
import type { GatherBlocks, GraphBuilder, ScatterBlocks } from "./graph-builder.js";
import { shapeError } from "./shape-error.js";
import { simplifyGather, uniformValue } from "./simplify-gather.js";

/** A gather in its simplest form. */
export function gatherNode(
  builder: GraphBuilder,
  inputs: ReadonlyArray<NodeId>,
  { block = 1, table, fill = 0 }: GatherBlocks,
  shape: Shape,
): GatherNode | NodeId {
  const shapes = inputs.map(builder.shape);
  if (table.length * block !== sizeOf(shape) || shapes.some((s) => sizeOf(s) % block !== 0)) {
    throw shapeError(
      `gather in blocks of ${block}`,
      [...shapes, shape],
      "do not consist of whole blocks",
    );
  }
  return sizeOf(shape) === 0
    ? builder.constant([], shape)
    : simplifyGather(builder, { inputs, block, table, fill }, shape);
}

/** x repeated to a shape that it can be broadcast to. */
export function broadcastNode(builder: GraphBuilder, x: NodeId, shape: Shape): GatherNode | NodeId {
  const from = builder.shape(x);
  if (sameNumbers(from, shape)) {
    return x;
  }
  const broadcast = broadcastShapes([from, shape]);
  if (broadcast === undefined || !sameNumbers(broadcast, shape)) {
    throw shapeError("broadcastTo", [from, shape], "do not fit");
  }
  const uniform = sizeOf(shape) === 0 ? 0 : uniformValue(builder.node(x));
  return uniform === undefined
    ? gatherNode(builder, [x], repetition(from, shape), shape)
    : builder.constant(uniform, shape);
}

/** A scatter, or the gather that it is if it adds nothing to the same place twice. */
export function scatterNode(
  builder: GraphBuilder,
  x: NodeId,
  { block = 1, table }: ScatterBlocks,
  shape: Shape,
): ScatterNode | NodeId {
  const node = builder.node(x);
  const size = sizeOf(shape);
  if (table.length * block !== sizeOf(node.shape) || size % block !== 0) {
    throw shapeError(
      `scatter in blocks of ${block}`,
      [node.shape, shape],
      "do not consist of whole blocks",
    );
  }
  if (node.kind === "reshape") {
    return builder.scatter(node.inputs[0], { block, table }, shape);
  }
  const inverse = invertTable(table, size / block);
  if (inverse) {
    return builder.gather([x], { block, table: inverse }, shape);
  }
  const merged = mergeBlocks({ block, table }, [size]);
  return { kind: "scatter", inputs: [x], ...merged, shape };
}

/** The table of a gather for each of its inputs alone; −1 where another input is read. */
export function tablesOfInputs(builder: GraphBuilder, node: GatherNode): ReadonlyArray<Int32Array> {
  let start = 0;
  return node.inputs.map((id) => {
    const begin = start;
    const end = begin + sizeOf(builder.shape(id)) / node.block;
    start = end;
    return node.table.map((from) => (from >= begin && from < end ? from - begin : -1));
  });
}
