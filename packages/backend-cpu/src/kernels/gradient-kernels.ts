import type { TensorInfo } from "@tensorflow/tfjs-core";
import { makeInfo, valuesOf } from "../cpu-values.js";
import { type CpuKernel, cpuKernel } from "./cpu-kernel.js";

/** The VJPs of elementwise functions, called by backend-tfjs under these names: one loop instead of three or four. */
export const gradientKernels: ReadonlyArray<CpuKernel> = [
  /** dy (1 − y²) */
  cpuKernel<{ dy: TensorInfo; y: TensorInfo }>("TanhGrad", undefined, ({ inputs, backend }) => {
    const [dy, y] = [valuesOf(backend, inputs.dy), valuesOf(backend, inputs.y)];
    const out = new Float32Array(dy.length);
    for (let i = 0; i < out.length; i++) {
      const value = y[i] as number;
      out[i] = (dy[i] as number) * (1 - value * value);
    }
    return makeInfo(backend, out, inputs.dy.shape);
  }),
  /** dy y (1 − y) */
  cpuKernel<{ dy: TensorInfo; y: TensorInfo }>("SigmoidGrad", undefined, ({ inputs, backend }) => {
    const [dy, y] = [valuesOf(backend, inputs.dy), valuesOf(backend, inputs.y)];
    const out = new Float32Array(dy.length);
    for (let i = 0; i < out.length; i++) {
      const value = y[i] as number;
      out[i] = (dy[i] as number) * (value * (1 - value));
    }
    return makeInfo(backend, out, inputs.dy.shape);
  }),
  /** dy where x > 0, and 0 elsewhere; NaN if x is NaN */
  cpuKernel<{ dy: TensorInfo; x: TensorInfo }>("ReluGrad", undefined, ({ inputs, backend }) => {
    const [dy, x] = [valuesOf(backend, inputs.dy), valuesOf(backend, inputs.x)];
    const out = new Float32Array(dy.length);
    for (let i = 0; i < out.length; i++) {
      const value = x[i] as number;
      out[i] = value > 0 ? (dy[i] as number) : Math.max(value, 0);
    }
    return makeInfo(backend, out, inputs.dy.shape);
  }),
  /** dy / (1 + e⁻ˣ) */
  cpuKernel<{ dy: TensorInfo; x: TensorInfo }>("SoftplusGrad", undefined, ({ inputs, backend }) => {
    const [dy, x] = [valuesOf(backend, inputs.dy), valuesOf(backend, inputs.x)];
    const out = new Float32Array(dy.length);
    for (let i = 0; i < out.length; i++) {
      out[i] = (dy[i] as number) / (1 + Math.exp(-(x[i] as number)));
    }
    return makeInfo(backend, out, inputs.dy.shape);
  }),
];
