import type { GraphBuilder } from "../builder/graph-builder.js";
import type { NodeId } from "../graph.js";
import { normalizeAxis, type Shape, stridedOffsets, stridesOf } from "../shapes.js";

/** Exchanges axes: axis i of the result is axis `permutation[i]` of x; all axes in reverse order by default. */
export function transpose(
  builder: GraphBuilder,
  x: NodeId,
  permutation?: ReadonlyArray<number>,
): NodeId {
  const shape = builder.shape(x);
  const order = (permutation ?? shape.map((_, axis) => shape.length - 1 - axis)).map((axis) =>
    normalizeAxis(axis, shape.length),
  );
  const strides = stridesOf(shape);
  return view(builder, x, {
    shape: order.map((axis) => shape[axis] as number),
    strides: order.map((axis) => strides[axis] as number),
  });
}

/** Elements begin, begin + step, … along each axis, `size` of them; steps are 1 by default and may be negative. */
export function slice(
  builder: GraphBuilder,
  x: NodeId,
  begin: ReadonlyArray<number>,
  size: ReadonlyArray<number>,
  steps: ReadonlyArray<number> = begin.map(() => 1),
): NodeId {
  const strides = stridesOf(builder.shape(x));
  return view(builder, x, {
    shape: size,
    strides: strides.map((stride, axis) => stride * (steps[axis] as number)),
    start: strides.reduce((sum, stride, axis) => sum + stride * (begin[axis] as number), 0),
  });
}

/** Reverses these axes. */
export function reverse(builder: GraphBuilder, x: NodeId, axes: ReadonlyArray<number>): NodeId {
  const shape = builder.shape(x);
  const reversed = new Set(axes.map((axis) => normalizeAxis(axis, shape.length)));
  return slice(
    builder,
    x,
    shape.map((length, axis) => (reversed.has(axis) ? length - 1 : 0)),
    shape,
    shape.map((_, axis) => (reversed.has(axis) ? -1 : 1)),
  );
}

/** The elements of x at regular places. */
export function view(
  builder: GraphBuilder,
  x: NodeId,
  { shape, strides, start = 0 }: { shape: Shape; strides: ReadonlyArray<number>; start?: number },
): NodeId {
  return builder.gather([x], { table: stridedOffsets(shape, strides, start) }, shape);
}
