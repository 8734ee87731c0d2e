import type { GraphBuilder } from "../builder/graph-builder.js";
import type { NodeId } from "../graph.js";
import { normalizeAxis, type Shape, sizeOf, stridedOffsets, stridesOf } from "../shapes.js";

/** Adds `before` and `after` elements of this value at the ends of each axis. */
export function pad(
  builder: GraphBuilder,
  x: NodeId,
  paddings: ReadonlyArray<readonly [before: number, after: number]>,
  fill = 0,
): NodeId {
  const inner = builder.shape(x);
  const shape = inner.map((length, axis) => {
    const [before, after] = paddings[axis] as readonly [number, number];
    return before + length + after;
  });
  const strides = stridesOf(shape);
  const start = strides.reduce((sum, s, axis) => sum + s * (paddings[axis]?.[0] as number), 0);
  const table = new Int32Array(sizeOf(shape)).fill(-1);
  for (const [from, to] of stridedOffsets(inner, strides, start).entries()) {
    table[to] = from;
  }
  return builder.gather([x], { table, fill }, shape);
}

/** Repeats x `repetitions[i]` times along axis i. */
export function tile(builder: GraphBuilder, x: NodeId, repetitions: ReadonlyArray<number>): NodeId {
  const shape = builder.shape(x);
  const counts = repetitions.map((count, axis) => [count, shape[axis] as number] as const);
  const once = builder.reshape(
    x,
    counts.flatMap(([, length]) => [1, length]),
  );
  const repeated = builder.broadcastTo(once, counts.flat());
  return builder.reshape(
    repeated,
    counts.map(([count, length]) => count * length),
  );
}

/** Joins arrays along an axis. */
export function concat(builder: GraphBuilder, xs: ReadonlyArray<NodeId>, axis: number): NodeId {
  const shapes = xs.map(builder.shape);
  const first = shapes[0] as Shape;
  const at = normalizeAxis(axis, first.length);
  const lengths = shapes.map((shape) => shape[at] as number);
  const inner = sizeOf(first.slice(at + 1));
  const outer = sizeOf(first.slice(0, at));
  const total = lengths.reduce((a, b) => a + b, 0);
  const table = new Int32Array(outer * total * inner);
  let start = 0;
  let column = 0;
  for (const length of lengths) {
    const row = length * inner;
    for (let i = 0; i < outer * row; i++) {
      table[Math.floor(i / row) * total * inner + column + (i % row)] = start + i;
    }
    start += outer * row;
    column += row;
  }
  const shape = first.map((n, i) => (i === at ? total : n));
  return builder.gather(xs, { table }, shape);
}

/** The slices of x at these indices of an axis, under the shape of the indices: NumPy's `take`. */
export function take(
  builder: GraphBuilder,
  x: NodeId,
  indices: ArrayLike<number>,
  { axis, indicesShape }: { readonly axis: number; readonly indicesShape: Shape },
): NodeId {
  const shape = builder.shape(x);
  const at = normalizeAxis(axis, shape.length);
  const inner = sizeOf(shape.slice(at + 1));
  const length = shape[at] as number;
  const outer = sizeOf(shape.slice(0, at));
  const table = new Int32Array(outer * indices.length);
  for (let i = 0; i < table.length; i++) {
    const row = Math.floor(i / indices.length);
    table[i] = row * length + (indices[i % indices.length] as number);
  }
  const result = [...shape.slice(0, at), ...indicesShape, ...shape.slice(at + 1)];
  return inner === 0
    ? builder.constant([], result)
    : builder.gather([x], { block: inner, table }, result);
}
