import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import type { Shape } from "../../graph/shapes.js";
import { type AxisIndices, range, rearrange, rearrangeBack } from "./rearrange.js";

/** How an image [batch, height, width, channels] is resized. */
export interface ResizeOptions {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

/** Where an axis of `count` elements lies on one of `length`. */
function scaleOf(length: number, count: number, alignCorners: boolean): number {
  const aligned = alignCorners && count > 1 ? 1 : 0;
  return (length - aligned) / (count - aligned);
}

function nearestIndices(length: number, count: number, options: ResizeOptions): AxisIndices {
  const { alignCorners, halfPixelCenters } = options;
  const scale = scaleOf(length, count, alignCorners);
  return range(count).map((i) => {
    const place = scale * (halfPixelCenters ? i + 0.5 : i);
    const near = alignCorners ? Math.round(place) : Math.floor(place);
    return Math.max(0, Math.min(length - 1, near));
  });
}

/** The nearest element. */
export function resizeNearest(
  g: GraphBuilder,
  x: NodeId,
  [height, width]: readonly [number, number],
  options: ResizeOptions,
): NodeId {
  return rearrange(g, x, nearestAxes(g.shape(x), [height, width], options));
}

/** Its transpose. */
export function resizeNearestBack(
  g: GraphBuilder,
  dy: NodeId,
  shape: Shape,
  options: ResizeOptions,
): NodeId {
  const [, height, width] = g.shape(dy) as [number, number, number];
  return rearrangeBack(g, dy, nearestAxes(shape, [height, width], options), shape);
}

function nearestAxes(
  shape: Shape,
  size: readonly [number, number],
  options: ResizeOptions,
): ReadonlyArray<AxisIndices> {
  return shape.map((length, axis) => {
    const count = size[axis - 1];
    return axis === 3 || count === undefined
      ? range(length)
      : nearestIndices(length, count, options);
  });
}

/** Weighted means of neighbours, first along the height, then along the width: products with constant matrices. */
export function resizeBilinear(
  g: GraphBuilder,
  x: NodeId,
  [height, width]: readonly [number, number],
  options: ResizeOptions,
): NodeId {
  const [batch, rows, columns, channels] = g.shape(x) as [number, number, number, number];
  const tall = g.matMul(
    weights(g, rows, height, options),
    g.reshape(x, [batch, rows, columns * channels]),
  );
  const wide = g.matMul(
    weights(g, columns, width, options),
    g.reshape(tall, [batch * height, columns, channels]),
  );
  return g.reshape(wide, [batch, height, width, channels]);
}

/** Its transpose. */
export function resizeBilinearBack(
  g: GraphBuilder,
  dy: NodeId,
  shape: Shape,
  options: ResizeOptions,
): NodeId {
  const [batch, rows, columns, channels] = shape as [number, number, number, number];
  const [, height, width] = g.shape(dy) as [number, number, number];
  const narrow = g.matMul(
    weights(g, columns, width, options),
    g.reshape(dy, [batch * height, width, channels]),
    true,
  );
  const small = g.matMul(
    weights(g, rows, height, options),
    g.reshape(narrow, [batch, height, columns * channels]),
    true,
  );
  return g.reshape(small, shape);
}

/** [1, count, length]: two weights per row, of which one may be 0. */
function weights(g: GraphBuilder, length: number, count: number, options: ResizeOptions): NodeId {
  const { alignCorners, halfPixelCenters } = options;
  const scale = scaleOf(length, count, alignCorners);
  const values = new Float64Array(count * length);
  for (let i = 0; i < count; i++) {
    const place = halfPixelCenters ? scale * (i + 0.5) - 0.5 : scale * i;
    const low = Math.max(0, Math.floor(place));
    const high = Math.min(length - 1, Math.ceil(place));
    const part = place - low;
    values[i * length + low] = (values[i * length + low] as number) + 1 - part;
    values[i * length + high] = (values[i * length + high] as number) + part;
  }
  return g.constant(values, [1, count, length]);
}
