import type { CumulativeNode, ReduceNode } from "../../graph/graph.js";
import { cumulative, mean, reduce } from "../../graph/operations/along-axes.js";
import { axesOf } from "../lowering/axes-of.js";
import { float, integer, type Kernel, type Kernels } from "./kernel.js";

/** @param dtype The type of the result. Default: that of x, with booleans as integers where they are counted. */
function reduction(fn: ReduceNode["fn"], dtype?: "int32"): Kernel {
  return ({ g, input, attrs }) => {
    const x = input("x");
    // Max alone has another name for its axes.
    const axes = axesOf(attrs.reductionIndices ?? attrs.axis, g.shape(x.node).length);
    const node = reduce(g, fn, x.node, { axes, keepDims: attrs.keepDims === true });
    return { node, dtype: dtype ?? x.dtype };
  };
}

function along(fn: CumulativeNode["fn"]): Kernel {
  return ({ g, input, attrs }) => {
    const { node: x, dtype } = input("x");
    const [axis = 0] = axesOf(attrs.axis, g.shape(x).length);
    const order = { exclusive: attrs.exclusive === true, reverse: attrs.reverse === true, axis };
    return { node: cumulative(g, fn, x, order), dtype };
  };
}

/** Reductions along axes, and cumulative ones. */
export const reductions: Kernels = {
  All: reduction("min"),
  Any: reduction("max"),
  Max: reduction("max"),
  Min: reduction("min"),
  ArgMax: reduction("argMax", "int32"),
  ArgMin: reduction("argMin", "int32"),
  Cumprod: along("product"),
  Cumsum: along("sum"),
  Sum: (call) => {
    const sum = reduction("sum")(call) as ReturnType<typeof float>;
    return sum.dtype === "bool" ? integer(sum.node) : sum;
  },
  Prod: (call) => {
    const product = reduction("product")(call) as ReturnType<typeof float>;
    return product.dtype === "bool" ? integer(product.node) : product;
  },
  Mean: ({ g, input, attrs }) => {
    const { node: x } = input("x");
    const axes = axesOf(attrs.axis, g.shape(x).length);
    return float(mean(g, x, { axes, keepDims: attrs.keepDims === true }));
  },
};
