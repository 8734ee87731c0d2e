import { slice } from "../../../graph/operations/views.js";
import { sizeOf } from "../../../graph/shapes.js";
import { slice_util } from "../../../imports/tfjs-core.js";
import { arrangement, type Rule } from "../arrangement.js";
import type { Kernels } from "../kernel.js";

const stridedSlice: Rule = (g, x, attrs) => {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } =
    attrs as Record<"begin" | "end" | "strides", Array<number>> & Record<string, number>;
  const info = slice_util.sliceInfo(
    [...g.shape(x)],
    begin,
    end,
    strides,
    beginMask ?? 0,
    endMask ?? 0,
    ellipsisMask ?? 0,
    newAxisMask ?? 0,
    shrinkAxisMask ?? 0,
  );
  const counts = slice_util.computeOutShape(info.begin, info.end, info.strides);
  return g.reshape(slice(g, x, info.begin, counts, info.strides), info.finalShape);
};

/** Slices with steps, and diagonal matrices. */
export const selections: Kernels = {
  Diag: arrangement("x", (g, x) => {
    const shape = g.shape(x);
    const n = sizeOf(shape);
    const table = new Int32Array(n * n).fill(-1);
    for (let i = 0; i < n; i++) table[i * (n + 1)] = i;
    return g.gather([x], { table }, [...shape, ...shape]);
  }),
  StridedSlice: arrangement("x", stridedSlice),
};
