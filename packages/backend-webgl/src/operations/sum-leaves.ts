import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { type LeafMerge, mergeLeaves } from "../programs/merge.js";
import { type Partials, reducePartials, sumElements } from "../programs/reduction.js";
import type { PackedProgram, UniformValues } from "../programs/run-packed.js";

/** A sum over the elements of one leaf. */
export interface PackedSum {
  readonly program: PackedProgram;
  readonly arrays: ReadonlyArray<Tensor>;
  readonly values: UniformValues;
}

/** Sums over leaves, as one scalar; 0 without leaves. Frees everything on errors. */
export function sumLeaves(
  backend: MathBackendWebGL,
  merging: LeafMerge,
  sums: ReadonlyArray<PackedSum>,
): Tensor | number {
  if (sums.length === 0) return 0;
  const partials: Array<Partials> = [];
  try {
    for (const { program, arrays, values } of sums) {
      partials.push(reducePartials(backend, sumElements(backend, program, arrays, values)));
    }
  } catch (error) {
    for (const { info } of partials) backend.disposeIntermediateTensorInfo(info);
    throw error;
  }
  return engine().makeTensorFromTensorInfo(mergeLeaves(backend, merging, partials));
}
