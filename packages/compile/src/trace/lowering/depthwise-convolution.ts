import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import { reduce } from "../../graph/operations/along-axes.js";
import { foldWindows, type WindowGeometry, windows } from "../../graph/operations/windows.js";
import { type Shape, sizeOf } from "../../graph/shapes.js";

// With filters [...size, channels, multiplier], one for each channel: sums over elements of windows [rows, size, …].

/** x [batch, ...spatial, channels]: [batch, ...count, channels · multiplier]. */
export function convolveDepthwise(
  g: GraphBuilder,
  x: NodeId,
  filter: NodeId,
  geometry: WindowGeometry,
): NodeId {
  const [channels, multiplier] = filterShape(g.shape(filter));
  const terms = g.multiply(elements(g, x, geometry), sized(g, filter));
  const shape = [g.shape(x)[0] as number, ...geometry.count, channels * multiplier];
  return g.reshape(reduce(g, "sum", terms, { axes: [1] }), shape);
}

/** The transpose for x, which has this shape. */
export function convolveDepthwiseBack(
  g: GraphBuilder,
  dy: NodeId,
  filter: NodeId,
  geometry: WindowGeometry,
  shape: Shape,
): NodeId {
  const terms = g.multiply(cotangents(g, dy, g.shape(filter)), sized(g, filter));
  return foldWindows(g, reduce(g, "sum", terms, { axes: [3] }), geometry, shape);
}

/** The transpose for the filter, which has this shape. */
export function correlateDepthwise(
  g: GraphBuilder,
  x: NodeId,
  dy: NodeId,
  geometry: WindowGeometry,
  shape: Shape,
): NodeId {
  const terms = g.multiply(elements(g, x, geometry), cotangents(g, dy, shape));
  return g.reshape(reduce(g, "sum", terms, { axes: [0] }), shape);
}

/** Windows as [rows, size, channels, 1]. */
function elements(g: GraphBuilder, x: NodeId, geometry: WindowGeometry): NodeId {
  const shape = g.shape(x);
  const rows = (shape[0] as number) * sizeOf(geometry.count);
  return g.reshape(windows(g, x, geometry), [
    rows,
    sizeOf(geometry.size),
    shape.at(-1) as number,
    1,
  ]);
}

/** A filter as [size, channels, multiplier]. */
function sized(g: GraphBuilder, filter: NodeId): NodeId {
  const shape = g.shape(filter);
  return g.reshape(filter, [sizeOf(shape.slice(0, -2)), ...filterShape(shape)]);
}

/** Cotangents of outputs as [rows, 1, channels, multiplier]. */
function cotangents(g: GraphBuilder, dy: NodeId, filter: Shape): NodeId {
  return g.reshape(dy, [sizeOf(g.shape(dy).slice(0, -1)), 1, ...filterShape(filter)]);
}

function filterShape(shape: Shape): readonly [channels: number, multiplier: number] {
  return shape.slice(-2) as [number, number];
}
