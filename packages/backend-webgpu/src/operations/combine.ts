import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { combination } from "../programs/combination.js";
import { elementwiseProgram } from "../programs/elementwise-program.js";
import { float, runProgram, tensorOf } from "../programs/run-program.js";

/** base + Σ_j coefficients_j · terms_j of one leaf, as a new tensor; at least one term. */
export function combine(
  backend: WebGPUBackend,
  base: Tensor | undefined,
  coefficients: ReadonlyArray<number>,
  terms: ReadonlyArray<Tensor>,
): Tensor {
  const { size, shape } = terms[0] as Tensor;
  // One binding is the result's.
  const most = backend.device.limits.maxStorageBuffersPerShaderStage - 1;
  let output: TensorInfo | undefined;
  try {
    for (let done = 0; done < terms.length; ) {
      const left = terms.length - done;
      // The base comes with the last lot. If there is no room left for it, one term stays for a lot of its own.
      const lot = base !== undefined && left === most ? left - 1 : Math.min(left, most);
      const last = lot === left;
      const bases = last && base !== undefined ? [base] : [];
      const parts = { base: bases.length > 0, carried: done > 0 };
      output = runProgram(
        backend,
        elementwiseProgram(combination(lot, parts), size),
        [...bases, ...terms.slice(done, done + lot)],
        coefficients.slice(done, done + lot).map(float),
        output,
      );
      done += lot;
    }
  } catch (error) {
    if (output !== undefined) backend.disposeData(output.dataId);
    throw error;
  }
  return tensorOf(output as TensorInfo, shape);
}
