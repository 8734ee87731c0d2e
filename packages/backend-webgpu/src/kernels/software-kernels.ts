import { addKernel } from "./add-kernel.js";
import type { EngineKernel } from "./engine-kernel.js";
import { matMulKernel } from "./mat-mul-kernel.js";
import { sumKernel } from "./sum-kernel.js";

/**
 * Kernels for software devices, replacing TensorFlow.js' kernels, which use barriers: products of matrices are 2 to 70
 * times faster on lavapipe, those with a transposed factor most, and the gradient of a network of three layers 3 to 8
 * times. Created after the engine's kernels are registered, because they fall back to these.
 */
export function softwareKernels(): ReadonlyArray<EngineKernel> {
  return [matMulKernel(), sumKernel(), addKernel()];
}
