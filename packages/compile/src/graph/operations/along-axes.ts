import type { GraphBuilder } from "../builder/graph-builder.js";
import type { CumulativeNode, NodeId, ReduceNode } from "../graph.js";
import { sameNumbers } from "../same-numbers.js";
import { normalizeAxis, type Shape, sizeOf } from "../shapes.js";

/**
 * Reduces axes, all by default; they disappear unless `keepDims`. `argMax` and `argMin` take one axis.
 */
export function reduce(
  builder: GraphBuilder,
  fn: ReduceNode["fn"],
  x: NodeId,
  { axes, keepDims = false }: { axes?: ReadonlyArray<number>; keepDims?: boolean } = {},
): NodeId {
  const shape = builder.shape(x);
  const reduced = new Set(
    axes?.map((axis) => normalizeAxis(axis, shape.length)) ?? shape.map((_, axis) => axis),
  );
  const kept = shape.map((length, axis) => (reduced.has(axis) ? 1 : length));
  let result = x;
  // Neighboring axes are reduced as one, from the last on.
  for (let end = shape.length; end > 0; ) {
    let start = end;
    while (start > 0 && reduced.has(start - 1)) {
      start--;
    }
    if (start < end) {
      const lengths = builder.shape(result);
      const outer = sizeOf(lengths.slice(0, start));
      const inner = sizeOf(lengths.slice(end));
      const n = sizeOf(lengths.slice(start, end));
      const rows = builder.reduce(fn, builder.reshape(result, [outer, n, inner]));
      result = builder.reshape(
        rows,
        lengths.map((length, axis) => (axis >= start && axis < end ? 1 : length)),
      );
    }
    end = Math.min(start, end - 1);
  }
  return keepDims
    ? result
    : builder.reshape(
        result,
        kept.filter((_, axis) => !reduced.has(axis)),
      );
}

/** The sum of x over the axes along which an array of this shape was broadcast to the shape of x. */
export function sumTo(builder: GraphBuilder, x: NodeId, shape: Shape): NodeId {
  const from = builder.shape(x);
  if (sameNumbers(from, shape)) {
    return x;
  }
  const added = from.length - shape.length;
  const axes = from.flatMap((length, axis) =>
    axis < added || (shape[axis - added] === 1 && length !== 1) ? [axis] : [],
  );
  return builder.reshape(reduce(builder, "sum", x, { axes }), shape);
}

/** Cumulative sum or product along an axis. */
export function cumulative(
  builder: GraphBuilder,
  fn: CumulativeNode["fn"],
  x: NodeId,
  order: Pick<CumulativeNode, "exclusive" | "reverse"> & { readonly axis: number },
): NodeId {
  const shape = builder.shape(x);
  const axis = normalizeAxis(order.axis, shape.length);
  const lines = builder.reshape(x, [
    sizeOf(shape.slice(0, axis)),
    shape[axis] as number,
    sizeOf(shape.slice(axis + 1)),
  ]);
  return builder.reshape(builder.cumulative(fn, lines, order), shape);
}

/** The mean over axes. */
export function mean(
  builder: GraphBuilder,
  x: NodeId,
  options: { axes?: ReadonlyArray<number>; keepDims?: boolean } = {},
): NodeId {
  const sum = reduce(builder, "sum", x, options);
  const count = sizeOf(builder.shape(x)) / sizeOf(builder.shape(sum));
  return builder.multiply(sum, builder.constant(1 / count));
}

/** exp(x) / Σ exp(x) along an axis. */
export function softmax(builder: GraphBuilder, x: NodeId, axis = -1): NodeId {
  const power = builder.exp(shifted(builder, x, axis));
  const sum = reduce(builder, "sum", power, { axes: [axis], keepDims: true });
  return builder.divide(power, sum);
}

/** log(softmax(x)) along an axis, without underflow. */
export function logSoftmax(builder: GraphBuilder, x: NodeId, axis = -1): NodeId {
  const small = shifted(builder, x, axis);
  const sum = reduce(builder, "sum", builder.exp(small), { axes: [axis], keepDims: true });
  return builder.subtract(small, builder.log(sum));
}

/**
 * x moved along an axis so that exp(x) neither overflows nor underflows for all elements. The result does not depend on how
 * far, so the distance is made a whole number, whose derivative is 0: this keeps it out of the derivative.
 */
function shifted(builder: GraphBuilder, x: NodeId, axis: number): NodeId {
  const largest = reduce(builder, "max", x, { axes: [axis], keepDims: true });
  return builder.subtract(x, builder.floor(largest));
}
