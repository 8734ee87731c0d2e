import type { WasmModule } from "../module/wasm-module.js";
import { binaryKernels } from "./binary-kernels.js";
import { convolution3DKernels } from "./convolution-3d-kernels.js";
import { convolutionKernels } from "./convolution-kernels.js";
import { cumulativeKernels } from "./cumulative-kernels.js";
import { dilationKernels } from "./dilation-kernels.js";
import { einsumKernel } from "./einsum-kernel.js";
import { gradientKernels } from "./gradient-kernels.js";
import { identityKernel } from "./identity-kernel.js";
import { joinKernels } from "./join-kernels.js";
import { matMulKernels } from "./mat-mul-kernels.js";
import { maxPool3dKernel } from "./max-pool-3d-kernel.js";
import { maxPoolGradKernels } from "./max-pool-grad-kernels.js";
import { powKernel } from "./pow-kernel.js";
import { sliceKernels } from "./slice-kernels.js";
import { sumKernels } from "./sum-kernels.js";
import { transposeKernel } from "./transpose-kernel.js";
import { unaryKernels } from "./unary-kernels.js";
import { unsortedSegmentSumKernel } from "./unsorted-segment-sum-kernel.js";
import type { WasmKernel } from "./wasm-kernel.js";
import { windowKernels } from "./window-kernels.js";

/**
 * Kernels on the heap of wasm, replacing missing, slow or inexact kernels. Unsupported cases, such as integers, fall
 * back to the kernels registered at the time of the call.
 */
export function wasmKernels(module: WasmModule): ReadonlyArray<WasmKernel> {
  return [
    ...binaryKernels(module),
    ...convolutionKernels(module),
    ...convolution3DKernels(module),
    ...cumulativeKernels(module),
    ...dilationKernels(module),
    einsumKernel(module),
    ...gradientKernels(module),
    identityKernel(module),
    ...joinKernels(module),
    ...matMulKernels(module),
    maxPool3dKernel(module),
    ...maxPoolGradKernels(module),
    powKernel(module),
    ...sliceKernels(module),
    ...sumKernels(module),
    transposeKernel(module),
    ...unaryKernels(module),
    unsortedSegmentSumKernel(module),
    ...windowKernels(module),
  ];
}
