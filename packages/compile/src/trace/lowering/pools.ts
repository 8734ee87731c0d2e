import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import { reduce } from "../../graph/operations/along-axes.js";
import { reverse } from "../../graph/operations/views.js";
import { foldWindows, type WindowGeometry, windows } from "../../graph/operations/windows.js";
import { type Shape, sizeOf } from "../../graph/shapes.js";
import { range } from "./rearrange.js";

// Windows are [rows, size, channels]: a pool reduces the middle axis.

/** The mean of the part of each window that is inside of the array. */
export function averagePool(g: GraphBuilder, x: NodeId, geometry: WindowGeometry): NodeId {
  const shape = g.shape(x);
  const inside = g.constant(1, [1, ...shape.slice(1, -1), 1]);
  const sums = total(g, x, geometry);
  return g.divide(sums, total(g, inside, geometry));
}

/** What the kernels of TensorFlow.js compute as its transpose: they divide by the size of whole windows. */
export function averagePoolBack(
  g: GraphBuilder,
  dy: NodeId,
  geometry: WindowGeometry,
  shape: Shape,
): NodeId {
  const size = sizeOf(geometry.size);
  const share = g.divide(dy, g.constant(size));
  const rows = sizeOf(g.shape(dy).slice(0, -1));
  const channels = shape.at(-1) as number;
  const each = g.broadcastTo(g.reshape(share, [rows, 1, channels]), [rows, size, channels]);
  return foldWindows(g, each, geometry, shape);
}

/** The largest element of each window. The derivative goes to one of equal elements, as in TensorFlow.js. */
export function maxPool(g: GraphBuilder, x: NodeId, geometry: WindowGeometry): NodeId {
  const rows = windowRows(g, x, geometry, Number.NEGATIVE_INFINITY);
  return g.reshape(selected(g, rows, isLargest(g, rows, x)), outputShape(g, x, geometry));
}

/** Its transpose at x. */
export function maxPoolBack(
  g: GraphBuilder,
  dy: NodeId,
  x: NodeId,
  geometry: WindowGeometry,
): NodeId {
  const shape = g.shape(x);
  const rows = windowRows(g, x, geometry, Number.NEGATIVE_INFINITY);
  return foldWindows(g, spread(g, dy, isLargest(g, rows, x)), geometry, shape);
}

/** Windows as [rows, size, channels]. */
export function windowRows(
  g: GraphBuilder,
  x: NodeId,
  geometry: WindowGeometry,
  fill: number,
): NodeId {
  const shape = g.shape(x);
  const rows = (shape[0] as number) * sizeOf(geometry.count);
  return g.reshape(windows(g, x, geometry, fill), [
    rows,
    sizeOf(geometry.size),
    shape.at(-1) as number,
  ]);
}

/** 1 where an element is the first of the largest of its window; in volumes, the last. */
export function isLargest(g: GraphBuilder, rows: NodeId, x: NodeId): NodeId {
  const last = g.shape(x).length === 5;
  const size = g.shape(rows)[1] as number;
  const ordered = last ? reverse(g, rows, [1]) : rows;
  const place = reduce(g, "argMax", ordered, { axes: [1], keepDims: true });
  const places = last ? range(size).reverse() : range(size);
  return g.equal(place, g.constant(places, [size, 1]));
}

/** The element of each window that is marked. */
export function selected(g: GraphBuilder, rows: NodeId, marks: NodeId): NodeId {
  return reduce(g, "sum", g.select(marks, rows, g.constant(0)), { axes: [1] });
}

/** Cotangents of windows at the elements that are marked: [rows, size, channels]. */
export function spread(g: GraphBuilder, dy: NodeId, marks: NodeId): NodeId {
  const [rows, , channels] = g.shape(marks) as [number, number, number];
  return g.select(marks, g.reshape(dy, [rows, 1, channels]), g.constant(0));
}

function total(g: GraphBuilder, x: NodeId, geometry: WindowGeometry): NodeId {
  const sums = reduce(g, "sum", windowRows(g, x, geometry, 0), { axes: [1] });
  return g.reshape(sums, outputShape(g, x, geometry));
}

function outputShape(g: GraphBuilder, x: NodeId, { count }: WindowGeometry): Shape {
  const shape = g.shape(x);
  return [shape[0] as number, ...count, shape.at(-1) as number];
}
