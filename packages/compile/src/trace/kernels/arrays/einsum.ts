import { upcastType } from "@tensorflow/tfjs-core";
import { einsum } from "../../lowering/einsum.js";
import type { Kernels } from "../kernel.js";

/** Sums of products in Einstein's notation. */
export const sumsOfProducts: Kernels = {
  Einsum: ({ g, list, attrs }) => {
    const dtype = list.reduce((type, x) => upcastType(type, x.dtype), list[0]?.dtype ?? "float32");
    const arrays = list.map(({ node }) => node);
    return { node: einsum(g, attrs.equation as string, arrays), dtype };
  },
};
