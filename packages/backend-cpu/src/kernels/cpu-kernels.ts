import { getKernel, type KernelFunc } from "@tensorflow/tfjs-core";
import { batchMatMulKernel } from "./batch-mat-mul-kernel.js";
import type { CpuKernel } from "./cpu-kernel.js";
import { gradientKernels } from "./gradient-kernels.js";
import { meanKernel, sumKernel } from "./reduction-kernels.js";
import { packKernel, unpackKernel } from "./row-kernels.js";
import { tanhKernel } from "./tanh-kernel.js";

/** Kernels that take the place of the engine's, to which they leave what they do not know. */
const REPLACED: Readonly<Record<string, (stock: KernelFunc) => CpuKernel>> = {
  BatchMatMul: batchMatMulKernel,
  Mean: meanKernel,
  Pack: packKernel,
  Sum: sumKernel,
  Tanh: tanhKernel,
  Unpack: unpackKernel,
};

/** The kernels that the engine lacks, or has slow ones of. */
export function cpuKernels(): ReadonlyArray<CpuKernel> {
  const replaced = Object.entries(REPLACED).flatMap(([name, make]) => {
    const stock = getKernel(name, "cpu");
    return stock == null ? [] : [make(stock.kernelFunc)];
  });
  return [...gradientKernels, ...replaced];
}
