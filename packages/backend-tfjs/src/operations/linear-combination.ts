import type { State } from "@symplectic-adjoint/core";
import { getBackend, type Tensor } from "@tensorflow/tfjs-core";
import {
  add,
  concat,
  fromNumbers,
  matMul,
  multiply,
  pack,
  reshape,
  scalar,
  zeros,
} from "../kernels/kernels.js";
import { disposeAfter } from "./dispose-after.js";

/**
 * Maximum number of elements of a leaf for which one product (coefficients as a row) × (terms as rows) is faster than a
 * chain of products and sums. Measured: on cpu always (5 times at 1e5 elements), on wasm for small leaves, where a
 * kernel call costs more than its work; for large ones its matMul packs the terms first. Engines not listed use the
 * chain: their matMul may round to fewer bits than float32 (TF32, half), which is too inaccurate for integration.
 */
const ROWS_WORTH_GATHERING: Readonly<Record<string, number>> = {
  cpu: Number.POSITIVE_INFINITY,
  wasm: 1024,
};

/**
 * base + scale · Σ_j weights_j · terms_j, leaf by leaf, as new tensors.
 *
 * The coefficients scale · weights_j are computed in double precision and rounded to float32 once. Four kernels per leaf
 * where the terms are gathered into a matrix, else two per term; at most two intermediates of the leaf's size live
 * besides the result, or one copy of all terms.
 */
export function linearCombination(
  base: State<Tensor> | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<Tensor>>,
): State<Tensor> {
  const { states: used, coefficients } = usedTerms(base, scale, weights, terms);
  if (used.length === 0) return (terms[0] ?? []).map((leaf) => zeros(leaf.shape));
  const limit = ROWS_WORTH_GATHERING[getBackend()] ?? 0;
  return (used[0] as State<Tensor>).map((leaf, i) => {
    const rows = used.map((state) => state[i] as Tensor);
    if (rows.length > 2 && leaf.size > 0 && leaf.size <= limit) return gathered(coefficients, rows);
    return chained(coefficients, rows);
  });
}

function gathered(coefficients: ReadonlyArray<number>, rows: ReadonlyArray<Tensor>): Tensor {
  const { shape, size } = rows[0] as Tensor;
  const row = fromNumbers(coefficients, [1, coefficients.length]);
  const together = shape.length === 0 ? pack(rows) : concat(rows);
  const matrix = disposeAfter(reshape(together, [rows.length, size]), together);
  const flat = disposeAfter(matMul(row, matrix), row, matrix);
  return disposeAfter(reshape(flat, shape), flat);
}

function chained(coefficients: ReadonlyArray<number>, rows: ReadonlyArray<Tensor>): Tensor {
  const [first, ...others] = rows as [Tensor, ...Array<Tensor>];
  if (others.length === 0) return weighted(coefficients[0] as number, first);
  let total = coefficients[0] === 1 ? first : weighted(coefficients[0] as number, first);
  for (const [j, other] of others.entries()) {
    const term = weighted(coefficients[j + 1] as number, other);
    const next = disposeAfter(add(total, term), term);
    if (total !== first) total.dispose();
    total = next;
  }
  return total;
}

function weighted(coefficient: number, term: Tensor): Tensor {
  const factor = scalar(coefficient);
  return disposeAfter(multiply(term, factor), factor);
}

/**
 * The nonzero terms of a linear combination: states and their coefficients, in order, the base first with coefficient
 * 1.
 */
export interface UsedTerms {
  readonly states: Array<State<Tensor>>;
  readonly coefficients: Array<number>;
}

/**
 * The terms of base + scale · Σ_j weights_j · terms_j whose weight is not zero. The coefficients scale · weights_j are
 * products in double precision. The caller owns the lists.
 */
export function usedTerms(
  base: State<Tensor> | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<Tensor>>,
): UsedTerms {
  const states: Array<State<Tensor>> = base === undefined ? [] : [base];
  const coefficients: Array<number> = base === undefined ? [] : [1];
  for (let j = 0; j < weights.length; j++) {
    const weight = weights[j] as number;
    if (weight === 0) continue;
    states.push(terms[j] as State<Tensor>);
    coefficients.push(scale * weight);
  }
  return { states, coefficients };
}
