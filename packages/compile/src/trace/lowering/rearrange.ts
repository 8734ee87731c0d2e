import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import { stridesOf } from "../../graph/shapes.js";

/** Which index of an axis each index of a new axis reads; −1: none. */
export type AxisIndices = ReadonlyArray<number>;

/** first, first + 1, …, first + count − 1. */
export function range(count: number, first = 0): Array<number> {
  return Array.from({ length: count }, (_, i) => first + i);
}

/**
 * An array whose element (i₀, i₁, …) is the element (axes[0][i₀], axes[1][i₁], …) of x, or 0 where one of these is −1.
 */
export function rearrange(g: GraphBuilder, x: NodeId, axes: ReadonlyArray<AxisIndices>): NodeId {
  const table = outerSum(axes, stridesOf(g.shape(x)));
  return g.gather(
    [x],
    { table },
    axes.map(({ length }) => length),
  );
}

/** The transpose of {@link rearrange}: the array of this shape to whose elements those of x are added. */
export function rearrangeBack(
  g: GraphBuilder,
  x: NodeId,
  axes: ReadonlyArray<AxisIndices>,
  shape: ReadonlyArray<number>,
): NodeId {
  return g.scatter(x, { table: outerSum(axes, stridesOf(shape)) }, shape);
}

/** The offsets of all combinations of one index of each axis, in row-major order; −1 where an index is −1. */
function outerSum(axes: ReadonlyArray<AxisIndices>, strides: ReadonlyArray<number>): Int32Array {
  let sums = new Int32Array(1);
  for (const [i, axis] of axes.entries()) {
    const stride = strides[i] as number;
    const next = new Int32Array(sums.length * axis.length);
    let at = 0;
    for (const sum of sums) {
      for (const index of axis) next[at++] = sum < 0 || index < 0 ? -1 : sum + index * stride;
    }
    sums = next;
  }
  return sums;
}
