import { addKernel } from "./add-kernel.js";
import type { EngineKernel } from "./engine-kernel.js";
import { matMulKernel } from "./mat-mul-kernel.js";
import { sumKernel } from "./sum-kernel.js";

/**
 * Kernels for devices that are programs on the processor, in the place of those of TensorFlow.js, which have barriers:
 * products of matrices are 2 to 70 times faster on lavapipe, those with a transposed factor most, and the gradient of a
 * network of three layers 3 to 8 times. Made when the engine's own ones are registered, since they pass on to these what
 * they do not take themselves.
 */
export function softwareKernels(): ReadonlyArray<EngineKernel> {
  return [matMulKernel(), sumKernel(), addKernel()];
}
