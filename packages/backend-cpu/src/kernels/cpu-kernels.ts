import { getKernel, type KernelFunc } from "@tensorflow/tfjs-core";
import { batchMatMulKernel } from "./batch-mat-mul-kernel.js";
import type { CpuKernel } from "./cpu-kernel.js";
import { gradientKernels } from "./gradient-kernels.js";
import { meanKernel, sumKernel } from "./reduction-kernels.js";
import { packKernel, unpackKernel } from "./row-kernels.js";
import { tanhKernel } from "./tanh-kernel.js";

/** Replacement kernels, which fall back to the engine's for unsupported cases. */
const REPLACED: Readonly<Record<string, (stock: KernelFunc) => CpuKernel>> = {
  BatchMatMul: batchMatMulKernel,
  Mean: meanKernel,
  Pack: packKernel,
  Sum: sumKernel,
  Tanh: tanhKernel,
  Unpack: unpackKernel,
};

/** Kernels that are missing or slow on the engine. */
export function cpuKernels(): ReadonlyArray<CpuKernel> {
  const replaced = Object.entries(REPLACED).flatMap(([name, make]) => {
    const stock = getKernel(name, "cpu");
    return stock == null ? [] : [make(stock.kernelFunc)];
  });
  return [...gradientKernels, ...replaced];
}
