import { type Shape, sizeOf, stridesOf } from "../../../graph/shapes.js";
import { checked } from "../indexing.js";
import type { KernelCall, Kernels, Traced } from "../kernel.js";

/** The places of the slices of an array of this shape that rows of indices select. */
function sliceTable(name: string, indices: Float64Array, depth: number, shape: Shape): Int32Array {
  const strides = stridesOf(shape.slice(0, depth));
  return Int32Array.from({ length: indices.length / depth }, (_, row) =>
    strides.reduce((place, stride, axis) => {
      const at = row * depth + axis;
      const [index] = checked(name, indices.subarray(at, at + 1), shape[axis] as number);
      return place + (index as number) * stride;
    }, 0),
  );
}

function gatherSlices({ g, input, valuesOf }: KernelCall): Traced {
  const [{ node: x, dtype }, indices] = [input("params"), input("indices")];
  const [shape, indicesShape] = [g.shape(x), g.shape(indices.node)];
  const depth = indicesShape.at(-1) as number;
  const table = sliceTable("GatherNd", valuesOf(indices, "indices"), depth, shape);
  const rest = shape.slice(depth);
  const result = [...indicesShape.slice(0, -1), ...rest];
  return { node: g.gather([x], { block: sizeOf(rest), table }, result), dtype };
}

function scatterSlices({ g, input, attrs, valuesOf }: KernelCall): Traced {
  const [indices, { node: updates, dtype }] = [input("indices"), input("updates")];
  const shape = attrs.shape as Array<number>;
  const indicesShape = g.shape(indices.node);
  const depth = indicesShape.length > 1 ? (indicesShape.at(-1) as number) : 1;
  const table = sliceTable("ScatterNd", valuesOf(indices, "indices"), depth, shape);
  const block = sizeOf(shape.slice(depth));
  return { node: g.scatter(updates, { block, table }, shape), dtype };
}

/** Slices that rows of indices select. */
export const indexedSlices: Kernels = {
  GatherNd: gatherSlices,
  ScatterNd: scatterSlices,
};
