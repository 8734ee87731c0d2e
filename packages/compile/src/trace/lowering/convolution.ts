import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import { foldWindows, type WindowGeometry, windows } from "../../graph/operations/windows.js";
import { type Shape, sizeOf } from "../../graph/shapes.js";

// Convolutions are products of matrices: rows are windows, columns their elements (im2col).

/** x [batch, ...spatial, in], filter [...size, in, out]: [batch, ...count, out]. */
export function convolve(
  g: GraphBuilder,
  x: NodeId,
  filter: NodeId,
  geometry: WindowGeometry,
): NodeId {
  const rows = windowRows(g, x, geometry);
  const out = g.shape(filter).at(-1) as number;
  const product = g.matMul(rows, asMatrix(g, filter));
  return g.reshape(product, [g.shape(x)[0] as number, ...geometry.count, out]);
}

/** The transpose for x, which has this shape. */
export function convolveBack(
  g: GraphBuilder,
  dy: NodeId,
  filter: NodeId,
  geometry: WindowGeometry,
  shape: Shape,
): NodeId {
  const rows = g.matMul(asMatrix(g, dy), asMatrix(g, filter), false, true);
  return foldWindows(g, rows, geometry, shape);
}

/** The transpose for the filter, which has this shape. */
export function correlate(
  g: GraphBuilder,
  x: NodeId,
  dy: NodeId,
  geometry: WindowGeometry,
  shape: Shape,
): NodeId {
  const product = g.matMul(windowRows(g, x, geometry), asMatrix(g, dy), true, false);
  return g.reshape(product, shape);
}

function windowRows(g: GraphBuilder, x: NodeId, geometry: WindowGeometry): NodeId {
  const shape = g.shape(x);
  const rows = (shape[0] as number) * sizeOf(geometry.count);
  const columns = sizeOf(geometry.size) * (shape.at(-1) as number);
  return g.reshape(windows(g, x, geometry), [1, rows, columns]);
}

/** The last axis as columns, all others as rows. */
function asMatrix(g: GraphBuilder, x: NodeId): NodeId {
  const shape = g.shape(x);
  return g.reshape(x, [1, sizeOf(shape.slice(0, -1)), shape.at(-1) as number]);
}
