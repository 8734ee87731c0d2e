import type { GraphBuilder } from "../builder/graph-builder.js";
import type { NodeId } from "../graph.js";
import { type Shape, sizeOf, stridedOffsets, stridesOf } from "../shapes.js";

/** How windows of a convolution or a pooling lie; one number per spatial axis each. */
export interface WindowGeometry {
  /** Length of a window, dilation not counted. */
  readonly size: ReadonlyArray<number>;
  /** From one window to the next. */
  readonly strides: ReadonlyArray<number>;
  /** From one element of a window to the next. */
  readonly dilations: ReadonlyArray<number>;
  /** Elements in front of the array. */
  readonly padBefore: ReadonlyArray<number>;
  /** Number of windows. */
  readonly count: ReadonlyArray<number>;
}

/**
 * The windows of an array [batch, ...spatial, channels]: [batch, ...count, ...size, channels], with `fill` outside of the
 * array (im2col).
 */
export function windows(
  builder: GraphBuilder,
  x: NodeId,
  geometry: WindowGeometry,
  fill = 0,
): NodeId {
  const shape = builder.shape(x);
  const [batch, channels] = [shape[0] as number, shape.at(-1) as number];
  const spatial = shape.slice(1, -1);
  const result = [batch, ...geometry.count, ...geometry.size, channels];
  if (sizeOf(result) === 0) {
    return builder.constant([], result);
  }
  const table = windowTable(batch, spatial, geometry);
  return builder.gather([x], { block: channels, table, fill }, result);
}

/** The transpose of {@link windows}: the array of this shape to which the elements of windows are added. */
export function foldWindows(
  builder: GraphBuilder,
  folded: NodeId,
  geometry: WindowGeometry,
  shape: Shape,
): NodeId {
  const [batch, channels] = [shape[0] as number, shape.at(-1) as number];
  const table = windowTable(batch, shape.slice(1, -1), geometry);
  return builder.scatter(folded, { block: channels, table }, shape);
}

/** Positions [batch, ...count, ...size] in an array [batch, ...spatial]; −1 outside of it. */
function windowTable(
  batch: number,
  spatial: ReadonlyArray<number>,
  geometry: WindowGeometry,
): Int32Array {
  const inOne = windowOffsets(spatial, geometry);
  const table = new Int32Array(batch * inOne.length);
  for (let i = 0; i < table.length; i++) {
    const offset = inOne[i % inOne.length] as number;
    table[i] = offset < 0 ? -1 : Math.floor(i / inOne.length) * sizeOf(spatial) + offset;
  }
  return table;
}

/** Positions [...count, ...size] in an array of the spatial axes; −1 outside of it. */
function windowOffsets(spatial: ReadonlyArray<number>, geometry: WindowGeometry): Int32Array {
  const { size, strides, dilations, padBefore, count } = geometry;
  const shape = [...count, ...size];
  const steps = stridesOf(spatial);
  const offsets = new Int32Array(sizeOf(shape));
  for (const [axis, length] of spatial.entries()) {
    const alongAxis = shape.map(() => 0);
    alongAxis[axis] = strides[axis] as number;
    alongAxis[count.length + axis] = dilations[axis] as number;
    const positions = stridedOffsets(shape, alongAxis, -(padBefore[axis] as number));
    for (const [i, position] of positions.entries()) {
      const outside = position < 0 || position >= length || (offsets[i] as number) < 0;
      offsets[i] = outside ? -1 : (offsets[i] as number) + position * (steps[axis] as number);
    }
  }
  return offsets;
}
