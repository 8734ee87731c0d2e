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
  const used: Array<State<Tensor>> = [];
  const coefficients: Array<number> = [];
  if (base !== undefined) {
    used.push(base);
    coefficients.push(1);
  }
  for (let j = 0; j < weights.length; j++) {
    const weight = weights[j] as number;
    if (weight === 0) continue;
    used.push(terms[j] as State<Tensor>);
    coefficients.push(scale * weight);
  }
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
