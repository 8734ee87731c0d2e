import type { State } from "@symplectic-adjoint/core";
import { getBackend, Slice, type Tensor, util } from "@tensorflow/tfjs-core";
import {
  add,
  concat,
  fromNumbers,
  matMul,
  multiply,
  pack,
  reshape,
  run,
  sumOver,
  unpack,
  zeros,
} from "../kernels/kernels.js";
import { disposeAfter } from "./dispose-after.js";

type Weights = ReadonlyArray<ReadonlyArray<number>>;

/** Other engines' matMul may round to fewer bits than float32 (TF32, half). */
const PRECISE_PRODUCTS: ReadonlySet<string> = new Set(["cpu", "wasm"]);

/**
 * base + scale · Σ_j weights_rj · terms_j for each row r; see `Backend.combineRows`.
 *
 * One product of matrices per leaf where that is precise, else a product and a sum per term. The coefficients are products
 * in double precision, rounded to float32 once.
 */
export function combineRows(
  base: State<Tensor> | undefined,
  scale: number,
  weights: Weights,
  terms: ReadonlyArray<State<Tensor> | undefined>,
): State<Tensor> {
  const count = weights.length;
  const used = terms.flatMap((state, j) =>
    state !== undefined && isUsed(weights, j, scale) ? [{ state, j }] : [],
  );
  const states = used.map(({ state }) => state);
  if (base !== undefined) states.unshift(base);
  const numbers = coefficients(
    weights,
    scale,
    used.map(({ j }) => j),
    base !== undefined,
  );
  const like = states[0] ?? terms.find((state) => state !== undefined) ?? [];
  const combine = PRECISE_PRODUCTS.has(getBackend()) ? asProduct : asSums;
  return like.map(({ shape }, leaf) => {
    const size = util.sizeFromShape(shape);
    if (states.length === 0 || size === 0) return zeros([count, ...shape]);
    const leaves = states.map((state) => state[leaf] as Tensor);
    const rows = combine(numbers, leaves, count, size);
    return disposeAfter(reshape(rows, [count, ...shape]), rows);
  });
}

function isUsed(weights: Weights, j: number, scale: number): boolean {
  return scale !== 0 && weights.some((row) => (row[j] ?? 0) !== 0);
}

/**
 * The matrix of coefficients in single precision, row by row: 1 for the base, if there is one, then scale · weights_rj. By
 * loops, because there may be thousands of rows.
 */
function coefficients(
  weights: Weights,
  scale: number,
  terms: ReadonlyArray<number>,
  hasBase: boolean,
): Float32Array {
  const width = terms.length + (hasBase ? 1 : 0);
  const numbers = new Float32Array(weights.length * width);
  let at = 0;
  for (let r = 0; r < weights.length; r++) {
    const row = weights[r] as ReadonlyArray<number>;
    if (hasBase) numbers[at++] = 1;
    for (let i = 0; i < terms.length; i++) numbers[at++] = scale * (row[terms[i] as number] ?? 0);
  }
  return numbers;
}

function asProduct(
  numbers: Float32Array,
  leaves: ReadonlyArray<Tensor>,
  count: number,
  size: number,
): Tensor {
  const matrix = fromNumbers(numbers, [count, leaves.length]);
  const packed = pack(leaves);
  const together = disposeAfter(reshape(packed, [leaves.length, size]), packed);
  return disposeAfter(matMul(matrix, together), matrix, together);
}

function joined(rows: Weights, length: number): Float32Array {
  const numbers = new Float32Array(rows.length * length);
  rows.forEach((row, r) => {
    for (let j = 0; j < length; j++) numbers[r * length + j] = row[j] as number;
  });
  return numbers;
}

function asSums(
  numbers: Float32Array,
  leaves: ReadonlyArray<Tensor>,
  count: number,
  size: number,
): Tensor {
  let total: Tensor | undefined;
  leaves.forEach((leaf, j) => {
    const own = Float32Array.from(
      { length: count },
      (_, r) => numbers[r * leaves.length + j] as number,
    );
    const column = fromNumbers(own, [count, 1]);
    const row = reshape(leaf, [1, size]);
    const term = disposeAfter(multiply(column, row), column, row);
    total = total === undefined ? term : disposeAfter(add(total, term), total, term);
  });
  return total as unknown as Tensor;
}

/** Σ_r weights_jr · (row r) for each row j of the weights; see `Backend.sumRows`. */
export function sumRows(stacked: State<Tensor>, weights: Weights): ReadonlyArray<State<Tensor>> {
  const count = weights[0]?.length ?? 0;
  const sum = PRECISE_PRODUCTS.has(getBackend()) ? sumsAsProduct : sumsOneByOne;
  const leaves = stacked.map((leaf) => {
    const shape = leaf.shape.slice(1);
    const size = util.sizeFromShape(shape);
    if (size === 0) return weights.map(() => zeros(shape));
    const rows = reshape(leaf, [count, size]);
    return disposeAll(
      sum(rows, weights).map((row) => disposeAfter(reshape(row, shape), row)),
      rows,
    );
  });
  return weights.map((_, j) => leaves.map((leaf) => leaf[j] as Tensor));
}

function disposeAll<T>(result: T, used: Tensor): T {
  used.dispose();
  return result;
}

function sumsAsProduct(rows: Tensor, weights: Weights): ReadonlyArray<Tensor> {
  const count = rows.shape[0] as number;
  const matrix = fromNumbers(joined(weights, count), [weights.length, count]);
  const sums = disposeAfter(matMul(matrix, rows), matrix);
  return disposeAll(unpack(sums), sums);
}

function sumsOneByOne(rows: Tensor, weights: Weights): ReadonlyArray<Tensor> {
  return weights.map((row) => {
    const column = fromNumbers(row, [row.length, 1]);
    const terms = disposeAfter(multiply(rows, column), column);
    return disposeAfter(sumOver(terms, [0]), terms);
  });
}

/** Blocks of rows, one after another. */
export function concatenate(blocks: ReadonlyArray<State<Tensor>>): State<Tensor> {
  return (blocks[0] ?? []).map((_, leaf) => concat(blocks.map((block) => block[leaf] as Tensor)));
}

/** Rows from … to − 1. */
export function sliceRows(
  stacked: State<Tensor>,
  _rows: number,
  from: number,
  to: number,
): State<Tensor> {
  return stacked.map((x) => {
    const begin = x.shape.map((_, axis) => (axis === 0 ? from : 0));
    const size = x.shape.map((length, axis) => (axis === 0 ? to - from : length));
    // The kernel of tfjs-backend-cpu fails for a tensor without elements.
    if (x.size === 0) return zeros(size);
    return run(Slice, { x }, { begin, size });
  });
}
