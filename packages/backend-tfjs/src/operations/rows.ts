import type { State } from "@symplectic-adjoint/core";
import { Slice, type Tensor, util } from "@tensorflow/tfjs-core";
import {
  add,
  concat,
  fromNumbers,
  matMul,
  pack,
  reshape,
  run,
  unpack,
  zeros,
} from "../kernels/kernels.js";

type Weights = ReadonlyArray<ReadonlyArray<number>>;

/** base + scale · Σ_j weights_rj · terms_j for each row r, as one product of matrices; see `Backend.combineRows`. */
export function combineRows(
  base: State<Tensor> | undefined,
  scale: number,
  weights: Weights,
  terms: ReadonlyArray<State<Tensor> | undefined>,
): State<Tensor> {
  const used = terms.map((_, j) => j).filter((j) => terms[j] !== undefined);
  const like = base ?? (terms[used[0] as number] as State<Tensor>);
  const numbers = weights.flatMap((row) => used.map((j) => scale * (row[j] ?? 0)));
  const matrix = fromNumbers(numbers, [1, weights.length, used.length]);
  return like.map(({ shape }, leaf) => {
    const size = util.sizeFromShape(shape);
    const from = base?.[leaf];
    if (size === 0 || weights.length === 0) return zeros([weights.length, ...shape]);
    const columns = pack(used.map((j) => terms[j]?.[leaf] as Tensor));
    const sums = matMul(matrix, reshape(columns, [1, used.length, size]));
    const rows = from === undefined ? sums : add(sums, reshape(from, [1, 1, size]));
    return reshape(rows, [weights.length, ...shape]);
  });
}

/** Σ_r weights_jr · (row r) for each row j of the weights, as one product of matrices; see `Backend.sumRows`. */
export function sumRows(stacked: State<Tensor>, weights: Weights): ReadonlyArray<State<Tensor>> {
  const rows = weights[0]?.length ?? 0;
  const matrix = fromNumbers(weights.flat(), [1, weights.length, rows]);
  const leaves = stacked.map((leaf) => {
    const shape = leaf.shape.slice(1);
    const size = util.sizeFromShape(shape);
    if (size === 0) return weights.map(() => zeros(shape));
    const sums = matMul(matrix, reshape(leaf, [1, rows, size]));
    return unpack(reshape(sums, [weights.length, ...shape]));
  });
  return weights.map((_, j) => leaves.map((leaf) => leaf[j] as Tensor));
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
    return run(Slice, { x }, { begin, size });
  });
}
