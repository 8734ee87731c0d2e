import {
  Cos,
  Exp,
  Log,
  Relu,
  Sigmoid,
  Sin,
  Softplus,
  Sqrt,
  Square,
  Tanh,
  type Tensor,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import {
  cos,
  divide,
  multiply,
  negate,
  scalar,
  sigmoid,
  sin,
  sqrt,
  square,
  step,
  subtract,
} from "../kernels/kernels.js";
import { disposeAfter } from "../operations/dispose-after.js";
import type { KernelVjp } from "./kernel-vjp.js";

/** The VJP of an elementwise function that saves its input or its output; `pull` multiplies dy by the derivative. */
function elementwise(
  kernelName: string,
  pull: (dy: Tensor, saved: TensorInfo) => Tensor,
  fused?: KernelVjp["fused"],
): KernelVjp {
  return {
    kernelName,
    needs: { x: [0] },
    pull: (dy, _, { saved }) => pull(dy, saved[0] as TensorInfo),
    ...(fused && { fused }),
    probes: [{ inputs: { x: [2, 3] }, output: [2, 3] }],
  };
}

/** x²: dy · 2x */
export const squareVjp: KernelVjp = elementwise(Square, (dy, x) => {
  const two = scalar(2);
  const twice = disposeAfter(multiply(x, two), two);
  return disposeAfter(multiply(dy, twice), twice);
});

/** √x: dy / (2 √x) */
export const sqrtVjp: KernelVjp = elementwise(Sqrt, (dy, x) => {
  const [root, two] = [sqrt(x), scalar(2)];
  const twice = disposeAfter(multiply(root, two), root, two);
  return disposeAfter(divide(dy, twice), twice);
});

/** eˣ = y: dy y */
export const expVjp: KernelVjp = elementwise(Exp, (dy, y) => multiply(dy, y));

/** ln x: dy / x */
export const logVjp: KernelVjp = elementwise(Log, (dy, x) => divide(dy, x));

/** sin x: dy cos x */
export const sinVjp: KernelVjp = elementwise(Sin, (dy, x) => {
  const slope = cos(x);
  return disposeAfter(multiply(slope, dy), slope);
});

/** cos x: −dy sin x */
export const cosVjp: KernelVjp = elementwise(Cos, (dy, x) => {
  const sine = sin(x);
  const slope = disposeAfter(negate(sine), sine);
  return disposeAfter(multiply(slope, dy), slope);
});

/** tanh x = y: dy (1 − y²) */
export const tanhVjp: KernelVjp = elementwise(
  Tanh,
  (dy, y) => {
    const [one, squared] = [scalar(1), square(y)];
    const slope = disposeAfter(subtract(one, squared), one, squared);
    return disposeAfter(multiply(slope, dy), slope);
  },
  { kernelName: "TanhGrad", input: "y" },
);

/** 1 / (1 + e⁻ˣ) = y: dy y (1 − y) */
export const sigmoidVjp: KernelVjp = elementwise(
  Sigmoid,
  (dy, y) => {
    const one = scalar(1);
    const rest = disposeAfter(subtract(one, y), one);
    const slope = disposeAfter(multiply(y, rest), rest);
    return disposeAfter(multiply(dy, slope), slope);
  },
  { kernelName: "SigmoidGrad", input: "y" },
);

/** max(x, 0): dy where x > 0 */
export const reluVjp: KernelVjp = elementwise(
  Relu,
  (dy, x) => {
    const slope = step(x);
    return disposeAfter(multiply(dy, slope), slope);
  },
  { kernelName: "ReluGrad", input: "x" },
);

/** ln(1 + eˣ): dy / (1 + e⁻ˣ) */
export const softplusVjp: KernelVjp = elementwise(
  Softplus,
  (dy, x) => {
    const slope = sigmoid(x);
    return disposeAfter(multiply(dy, slope), slope);
  },
  { kernelName: "SoftplusGrad", input: "x" },
);
