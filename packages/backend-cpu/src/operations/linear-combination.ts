import { usedTerms } from "@symplectic-adjoint/backend-tfjs";
import type { State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { cpu, makeTensor, valuesOf } from "../cpu-values.js";
import { weightedSum } from "./weighted-sum.js";

/**
 * base + scale · Σ_j weights_j · terms_j, leaf by leaf, as new tensors: one loop over their values, summed in double
 * precision. Terms of weight zero are not read.
 */
export function linearCombination(
  base: State<Tensor> | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<Tensor>>,
): State<Tensor> {
  const { states: used, coefficients } = usedTerms(base, scale, weights, terms);
  const backend = cpu();
  const like = used[0] ?? terms[0] ?? [];
  const result: Array<Tensor> = [];
  for (let i = 0; i < like.length; i++) {
    const { size, shape } = like[i] as Tensor;
    const rows: Array<Float32Array> = [];
    for (const state of used) rows.push(valuesOf(backend, state[i] as Tensor));
    result.push(makeTensor(backend, weightedSum(coefficients, rows, size), shape));
  }
  return result;
}
