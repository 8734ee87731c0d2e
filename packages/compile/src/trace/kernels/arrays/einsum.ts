import { einsum } from "../../lowering/einsum.js";
import { commonType, type Kernels } from "../kernel.js";

/** Sums of products in Einstein's notation. */
export const sumsOfProducts: Kernels = {
  Einsum: ({ g, list, attrs }) => {
    const arrays = list.map(({ node }) => node);
    return { node: einsum(g, attrs.equation as string, arrays), dtype: commonType(list) };
  },
};
