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
  const used = terms.flatMap((state, j) => {
    const column = state && columnOf(weights, j, scale);
    return column === undefined ? [] : { state: state as State<Tensor>, column };
  });
  if (base !== undefined) used.unshift({ state: base, column: new Float32Array(count).fill(1) });
  const columns = used.map(({ column }) => column);
  const like = used[0]?.state ?? terms.find((state) => state !== undefined) ?? [];
  const combine = PRECISE_PRODUCTS.has(getBackend()) ? asProduct : asSums;
  return like.map(({ shape }, leaf) => {
    const size = util.sizeFromShape(shape);
    if (used.length === 0 || size === 0) return zeros([count, ...shape]);
    const leaves = used.map(({ state }) => state[leaf] as Tensor);
    const rows = combine(columns, leaves, count, size);
    return disposeAfter(reshape(rows, [count, ...shape]), rows);
  });
}

type Columns = ReadonlyArray<Float32Array>;

/** scale · weights_rj for each row r, in single precision; undefined if all are zero. A loop: there may be thousands. */
function columnOf(weights: Weights, j: number, scale: number): Float32Array | undefined {
  const column = new Float32Array(weights.length);
  let isZero = true;
  for (let row = 0; row < column.length; row++) {
    const weight = scale * (weights[row]?.[j] ?? 0);
    if (weight !== 0) isZero = false;
    column[row] = weight;
  }
  return isZero ? undefined : column;
}

function asProduct(
  columns: Columns,
  leaves: ReadonlyArray<Tensor>,
  count: number,
  size: number,
): Tensor {
  const matrix = fromNumbers(transposed(columns, count), [count, leaves.length]);
  const packed = pack(leaves);
  const together = disposeAfter(reshape(packed, [leaves.length, size]), packed);
  return disposeAfter(matMul(matrix, together), matrix, together);
}

/** By loops: there may be thousands of rows, and `flatMap` takes ten times as long. */
function transposed(columns: Columns, count: number): Float32Array {
  const numbers = new Float32Array(count * columns.length);
  columns.forEach((column, j) => {
    for (let row = 0; row < count; row++) numbers[row * columns.length + j] = column[row] as number;
  });
  return numbers;
}

function joined(rows: Weights, length: number): Float32Array {
  const numbers = new Float32Array(rows.length * length);
  rows.forEach((row, r) => {
    for (let j = 0; j < length; j++) numbers[r * length + j] = row[j] as number;
  });
  return numbers;
}

function asSums(
  columns: Columns,
  leaves: ReadonlyArray<Tensor>,
  count: number,
  size: number,
): Tensor {
  let total: Tensor | undefined;
  leaves.forEach((leaf, j) => {
    const column = fromNumbers(columns[j] as Float32Array, [count, 1]);
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
