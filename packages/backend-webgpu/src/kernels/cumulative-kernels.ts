import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { Cumprod, Cumsum, type CumsumAttrs, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { type Cumulation, cumulativeProgram } from "../programs/cumulative-program.js";
import { integer, runProgram, sizeOf } from "../programs/run-program.js";
import type { EngineKernel } from "./engine-kernel.js";

/**
 * Cumulative sums and products, of any rank and along any axis. In reverse, TensorFlow.js' kernels reuse the program
 * compiled for the first length, with wrong results; more than four axes are unsupported.
 */
export const cumulativeKernels: ReadonlyArray<EngineKernel> = Object.freeze([
  kernel(Cumsum, { name: "sum", operator: "+", nothing: 0 }),
  kernel(Cumprod, { name: "product", operator: "*", nothing: 1 }),
]);

function kernel(kernelName: string, cumulation: Cumulation): EngineKernel {
  return {
    kernelName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const x = inputs.x as TensorInfo;
      const { axis: given, exclusive, reverse } = attrs as unknown as CumsumAttrs;
      const [axis = 0] = util.parseAxisParam(given, x.shape);
      const length = x.shape[axis] ?? 1;
      const inner = util.sizeFromShape(x.shape.slice(axis + 1));
      const webgpu = backend as WebGPUBackend;
      const flat = cumulated(webgpu, cumulation, x, length, inner, exclusive, reverse);
      return { ...flat, shape: x.shape };
    },
  };
}

/** Each pass doubles the distance: after pass k, an element combines 2^k elements. */
function cumulated(
  backend: WebGPUBackend,
  cumulation: Cumulation,
  x: TensorInfo,
  length: number,
  inner: number,
  exclusive: boolean,
  reverse: boolean,
): TensorInfo {
  const integers = x.dtype !== "float32";
  const direction = reverse ? -1 : 1;
  let current = x;
  for (let distance = 1; distance === 1 || distance < length; distance *= 2) {
    const shift = exclusive && distance === 1 ? direction : 0;
    const numbers = [length, inner, direction * distance, shift].map(integer);
    const program = cumulativeProgram(cumulation, integers ? "i32" : "f32", sizeOf(x));
    const before = current;
    const dtype = integers ? "int32" : "float32";
    current = runProgram(backend, program, [before], numbers, undefined, dtype);
    if (before !== x) backend.disposeData(before.dataId);
  }
  return current;
}
