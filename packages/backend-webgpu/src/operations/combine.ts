import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { combination } from "../programs/combination.js";
import { elementwiseProgram } from "../programs/elementwise-program.js";
import { float, integer, runProgram, tensorOf } from "../programs/run-program.js";

/**
 * Numbers of inputs of the programs. Binding fewer inputs is faster; each number of inputs is a separate program to
 * compile.
 */
const CAPACITIES = [3, 5, 7, 11, 15];

/** Σ_j coefficients_j · terms_j of one leaf, in this order, as a new tensor; at least one term. */
export function combine(
  backend: WebGPUBackend,
  coefficients: ReadonlyArray<number>,
  terms: ReadonlyArray<Tensor>,
): Tensor {
  const { maxStorageBuffersPerShaderStage } = backend.device.limits;
  // One buffer is the result's.
  const most = Math.min(maxStorageBuffersPerShaderStage - 1, CAPACITIES.at(-1) as number);
  let output: TensorInfo | undefined;
  try {
    for (let done = 0; done < terms.length; done += most) {
      const lot = terms.slice(done, done + most);
      output = addTerms(backend, coefficients.slice(done, done + most), lot, most, output);
    }
  } catch (error) {
    if (output !== undefined) backend.disposeData(output.dataId);
    throw error;
  }
  return tensorOf(output as TensorInfo, (terms[0] as Tensor).shape);
}

/** One dispatch: the sum of up to `most` terms, added in place to `carried`, if given. */
export function addTerms(
  backend: WebGPUBackend,
  coefficients: ReadonlyArray<number>,
  terms: ReadonlyArray<Tensor>,
  most: number,
  carried?: TensorInfo,
): TensorInfo {
  const capacity = Math.min(CAPACITIES.find((c) => c >= terms.length) ?? most, most);
  const first = terms[0] as Tensor;
  // Unused inputs still need a buffer; any will do.
  const filling = Array.from({ length: capacity - terms.length }, () => first);
  const numbers = [...coefficients, ...filling.map(() => 0)].map(float);
  return runProgram(
    backend,
    elementwiseProgram(combination(capacity), first.size),
    [...terms, ...filling],
    [integer(terms.length), integer(carried === undefined ? 0 : 1), ...numbers],
    carried,
  );
}
