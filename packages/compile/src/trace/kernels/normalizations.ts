import { softmax } from "../../graph/operations/along-axes.js";
import { float, type KernelCall, type Kernels, type Traced } from "./kernel.js";

/** With given mean and variance: batch normalization in inference. */
function normalizeBatch({ g, inputs, input, attrs }: KernelCall): Traced {
  const { scale, offset } = inputs;
  const epsilon = g.constant((attrs.varianceEpsilon as number | undefined) ?? 0.001);
  const deviation = g.rsqrt(g.add(input("variance").node, epsilon));
  const factor = scale === undefined ? deviation : g.multiply(deviation, scale.node);
  const scaled = g.multiply(g.subtract(input("x").node, input("mean").node), factor);
  return float(offset === undefined ? scaled : g.add(scaled, offset.node));
}

/** Numbers on a common scale. */
export const normalizations: Kernels = {
  FusedBatchNorm: normalizeBatch,
  Softmax: ({ g, input }) => float(softmax(g, input("logits").node)),
};
