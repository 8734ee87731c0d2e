import type { DataType } from "@tensorflow/tfjs-core";
import { range } from "../../lowering/rearrange.js";
import { float, type Kernels } from "../kernel.js";

/** Arithmetic sequences. */
export const sequences: Kernels = {
  LinSpace: ({ g, attrs }) => {
    const [start, stop, num] = [attrs.start, attrs.stop, attrs.num] as [number, number, number];
    const step = num > 1 ? (stop - start) / (num - 1) : 0;
    return float(
      g.constant(
        range(num).map((i) => start + i * step),
        [num],
      ),
    );
  },
  Range: ({ g, attrs }) => {
    const [start, stop, step] = [attrs.start, attrs.stop, attrs.step] as [number, number, number];
    const towards = stop < start && step === 1 ? -1 : step;
    const count = Math.max(0, Math.ceil((stop - start) / towards));
    const values = range(count).map((i) => start + i * towards);
    const dtype = attrs.dtype as DataType;
    return { node: g.constant(values, [count]), dtype };
  },
};
