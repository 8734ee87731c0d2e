import { type KernelFunc, Tanh, type TensorInfo } from "@tensorflow/tfjs-core";
import { makeInfo, valuesOf } from "../cpu-values.js";
import { type CpuKernel, cpuKernel } from "./cpu-kernel.js";

/** The hyperbolic tangent of float32, within half an ulp like the engine's, at half the cost. */
export function tanhKernel(stock: KernelFunc): CpuKernel {
  return cpuKernel<{ x: TensorInfo }>(Tanh, stock, (call) => {
    const { inputs, backend } = call;
    const { shape, dtype } = inputs.x;
    if (dtype !== "float32") return undefined;
    const x = valuesOf(backend, inputs.x);
    const out = new Float32Array(x.length);
    for (let i = 0; i < out.length; i++) out[i] = tanh(x[i] as number);
    return makeInfo(backend, out, shape);
  });
}

/** Uses the exponential function. Where 1 − 2 / (e²ˣ + 1) would cancel, two terms of the series are accurate enough. */
function tanh(x: number): number {
  if (x < 1e-3 && x > -1e-3) return x * (1 - (x * x) / 3);
  return 1 - 2 / (Math.exp(2 * x) + 1);
}
