import type { NodeId } from "../graph.js";
import { type Shape, sizeOf, stridedOffsets, stridesOf } from "../shapes.js";
import type { GraphBuilder } from "./graph-builder.js";
import { uniformValue } from "./simplify-gather.js";

/** A value as a regular view of another: element (i, j, …) is number `start + i · strides[0] + j · strides[1] + …`. */
export interface StridedView {
  readonly source: NodeId;
  readonly start: number;
  /** One per axis of the view; 0 repeats. */
  readonly strides: ReadonlyArray<number>;
}

/** The view that a gather of one array, or a reshaped one, is; undefined if it is none. */
export function stridedView(builder: GraphBuilder, id: NodeId): StridedView | undefined {
  const shape = builder.shape(id);
  let node = builder.node(id);
  while (node.kind === "reshape") {
    node = builder.node(node.inputs[0]);
  }
  const [source] = node.kind === "gather" ? node.inputs : [];
  if (node.kind !== "gather" || source === undefined || node.inputs.length > 1) {
    return undefined;
  }
  const { block, table } = node;
  const from = (i: number) => (table[Math.floor(i / block)] as number) * block + (i % block);
  const start = from(0);
  const steps = stridesOf(shape);
  const strides = steps.map((step, axis) => (shape[axis] === 1 ? 0 : from(step) - start));
  // A look at a few elements spares most tables, which are long and no views, the comparison of all.
  const size = sizeOf(shape);
  const isRegularAt = (i: number) =>
    from(i) ===
    steps.reduce(
      (place, step, axis) =>
        place + (Math.floor(i / step) % (shape[axis] as number)) * (strides[axis] as number),
      start,
    );
  for (let probe = 1; probe <= PROBES; probe++) {
    if (!isRegularAt(Math.floor((probe * (size - 1)) / PROBES))) {
      return undefined;
    }
  }
  // Entries of −1, which pad, might look regular.
  if (table.includes(-1)) {
    return undefined;
  }
  const regular = stridedOffsets(shape, strides, start);
  return regular.every((place, i) => place === from(i)) ? { source, start, strides } : undefined;
}

const PROBES = 37;

/**
 * The array that a value repeats, with axes of length 1 where it is repeated, so that broadcasting gives the value again;
 * undefined if it repeats none.
 */
export function broadcastSource(builder: GraphBuilder, id: NodeId): NodeId | undefined {
  const shape = builder.shape(id);
  const uniform = uniformValue(builder.node(id));
  if (uniform !== undefined) {
    return shape.length === 0 ? undefined : builder.constant(uniform);
  }
  const view = stridedView(builder, id);
  if (view === undefined || view.start !== 0) {
    return undefined;
  }
  const kept = keptShape(shape, view.strides);
  return kept && sizeOf(kept) === sizeOf(builder.shape(view.source)) && sizeOf(kept) < sizeOf(shape)
    ? builder.reshape(view.source, kept)
    : undefined;
}

/** The shape with ones where strides are 0, if the other strides are those of a row-major array. */
function keptShape(shape: Shape, strides: ReadonlyArray<number>): Shape | undefined {
  const kept = shape.map((length, axis) => (strides[axis] === 0 ? 1 : length));
  const rowMajor = stridesOf(kept);
  const matches = kept.every((length, axis) => length === 1 || strides[axis] === rowMajor[axis]);
  return matches ? kept : undefined;
}
