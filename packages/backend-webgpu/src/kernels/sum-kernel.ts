import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { Sum, type SumAttrs, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { integer, runProgram, sizeOf } from "../programs/run-program.js";
import { sumRowsProgram } from "../programs/sum-rows-program.js";
import { type EngineKernel, stockKernel } from "./engine-kernel.js";

/** Maximum number of rows per pass. */
const FEW = 64;
/** Number of sums that provides enough threads for one pass. */
const MANY = 4096;

/** Sums of float32 over adjacent axes; other cases use the engine's kernel. */
export function sumKernel(): EngineKernel {
  const stock = stockKernel(Sum);
  return {
    kernelName: Sum,
    kernelFunc: (call) => {
      const backend = call.backend as WebGPUBackend;
      const x = call.inputs.x as TensorInfo;
      const { axis, keepDims } = call.attrs as unknown as SumAttrs;
      const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
      if (!isOurs(x, axes) || backend.shouldExecuteOnCPU([x])) return stock(call);
      const [first, last] = [axes[0] as number, axes.at(-1) as number];
      const [outer, rows, inner] = [
        x.shape.slice(0, first),
        x.shape.slice(first, last + 1),
        x.shape.slice(last + 1),
      ].map(util.sizeFromShape) as [number, number, number];
      const shape = keepDims
        ? x.shape.map((length, i) => (axes.includes(i) ? 1 : length))
        : x.shape.filter((_, i) => !axes.includes(i));
      return { ...sumRows(backend, x, outer, rows, inner), shape };
    },
  };
}

function isOurs(x: TensorInfo, axes: ReadonlyArray<number>): boolean {
  const contiguous = axes.every((axis, i) => axis === (axes[0] as number) + i);
  return x.dtype === "float32" && axes.length > 0 && contiguous && sizeOf(x) > 0;
}

/** Uses two passes for few long sums: more parallelism and less rounding error. */
function sumRows(
  backend: WebGPUBackend,
  x: TensorInfo,
  outer: number,
  rows: number,
  inner: number,
): TensorInfo {
  const twice = rows > FEW && outer * inner < MANY;
  const chunk = twice ? Math.ceil(Math.sqrt(rows)) : rows;
  const chunks = Math.ceil(rows / chunk);
  const program = sumRowsProgram(outer * chunks * inner);
  const numbers = [rows, inner, chunk, chunks].map(integer);
  const sums = runProgram(backend, program, [x], numbers);
  if (!twice) return sums;
  try {
    return sumRows(backend, sums, outer, chunks, inner);
  } finally {
    backend.disposeData(sums.dataId);
  }
}
