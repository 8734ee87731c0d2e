import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { componentsOf } from "../programs/elementwise-program.js";
import type { Reduction } from "../programs/reduction.js";
import { finishProgram, foldProgram } from "../programs/reduction-programs.js";
import { integer, runProgram, tensorOf, type Uniform } from "../programs/run-program.js";

/** One leaf of a reduction: inputs and uniforms. */
export interface ReducedLeaf {
  readonly inputs: ReadonlyArray<Tensor>;
  readonly uniforms: ReadonlyArray<Uniform>;
}

/** Maximum number of items, of one or four elements, for a single workgroup: another dispatch would cost more. */
const FEW = 4096;
/** Threads of that workgroup. */
const TOGETHER = 64;
/** Maximum number of threads in the first pass: enough for a large GPU, and few partial sums for one workgroup. */
const MOST = 16384;
/** Minimum number of items per thread. */
const EACH = 8;

/**
 * All leaves reduced to one scalar, in one dispatch per small leaf and two per large one. Leaves must not be empty.
 *
 * @returns 0 if there are none.
 */
export function reduce(
  backend: WebGPUBackend,
  reduction: Reduction,
  leaves: ReadonlyArray<ReducedLeaf>,
): Tensor | number {
  let output: TensorInfo | undefined;
  try {
    for (const leaf of leaves) output = reduceInto(backend, reduction, leaf, output);
  } catch (error) {
    if (output !== undefined) backend.disposeData(output.dataId);
    throw error;
  }
  return output === undefined ? 0 : tensorOf(output, []);
}

function reduceInto(
  backend: WebGPUBackend,
  reduction: Reduction,
  { inputs, uniforms }: ReducedLeaf,
  output: TensorInfo | undefined,
): TensorInfo {
  const { size } = inputs[0] as Tensor;
  const components = componentsOf(size);
  const items = size / components;
  const merging = integer(output === undefined ? 0 : 1);
  if (items <= FEW) {
    const program = finishProgram(reduction, components, TOGETHER);
    return runProgram(backend, program, inputs, [integer(items), merging, ...uniforms], output);
  }
  const threads = Math.min(MOST, Math.ceil(items / EACH));
  const fold = foldProgram(reduction, components, threads);
  const numbers = [integer(items), merging, ...uniforms];
  const partials = runProgram(backend, fold, inputs, numbers, undefined, "int32");
  try {
    const program = finishProgram(reduction, "partials", TOGETHER);
    const numbers = [integer(threads), merging, ...uniforms];
    return runProgram(backend, program, [partials], numbers, output);
  } finally {
    backend.disposeData(partials.dataId);
  }
}
