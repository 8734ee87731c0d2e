import type { State } from "@symplectic-adjoint/core";
import { type FloatArray, newLike } from "./float-array.js";

/** base + scale · Σ_j weights_rj · terms_j for each row r, one row after another; see `Backend.combineRows`. */
export function combineRows<F extends FloatArray>(
  base: State<F> | undefined,
  scale: number,
  weights: ReadonlyArray<ReadonlyArray<number>>,
  terms: ReadonlyArray<State<F> | undefined>,
): State<F> {
  const like = base ?? terms.find((term) => term !== undefined) ?? [];
  return like.map((model, leaf) => {
    const { length } = model;
    const result = newLike(model, weights.length * length);
    weights.forEach((row, r) => {
      const first = r * length;
      row.forEach((weight, j) => {
        if (weight === 0) return;
        const term = terms[j]?.[leaf] as F;
        for (let i = 0; i < length; i++)
          result[first + i] = (result[first + i] as number) + weight * (term[i] as number);
      });
      const from = base?.[leaf];
      for (let i = 0; i < length; i++)
        result[first + i] = (from?.[i] ?? 0) + scale * (result[first + i] as number);
    });
    return result;
  });
}

/** Σ_r weights_jr · (row r) for each row j of the weights; see `Backend.sumRows`. */
export function sumRows<F extends FloatArray>(
  stacked: State<F>,
  weights: ReadonlyArray<ReadonlyArray<number>>,
): ReadonlyArray<State<F>> {
  return weights.map((row) =>
    stacked.map((leaf) => {
      const length = leaf.length / row.length;
      const sum = newLike(leaf, length);
      row.forEach((weight, r) => {
        if (weight === 0) return;
        for (let i = 0; i < length; i++)
          sum[i] = (sum[i] as number) + weight * (leaf[r * length + i] as number);
      });
      return sum;
    }),
  );
}

/** Blocks of rows, one after another. */
export function concatenate<F extends FloatArray>(blocks: ReadonlyArray<State<F>>): State<F> {
  return (blocks[0] ?? []).map((first, leaf) => {
    const parts = blocks.map((block) => block[leaf] as F);
    const all = newLike(
      first,
      parts.reduce((sum, { length }) => sum + length, 0),
    );
    let from = 0;
    for (const part of parts) {
      all.set(part, from);
      from += part.length;
    }
    return all;
  });
}

/** Rows from … to − 1 of `rows`. */
export function sliceRows<F extends FloatArray>(
  stacked: State<F>,
  rows: number,
  from: number,
  to: number,
): State<F> {
  return stacked.map((leaf) => {
    const length = leaf.length / rows;
    return leaf.slice(from * length, to * length) as F;
  });
}
