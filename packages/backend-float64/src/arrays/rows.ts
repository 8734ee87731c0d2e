import type { State } from "@symplectic-adjoint/core";

/** base + scale · Σ_j weights_rj · terms_j for each row r, one row after another; see `Backend.combineRows`. */
export function combineRows(
  base: State<Float64Array> | undefined,
  scale: number,
  weights: ReadonlyArray<ReadonlyArray<number>>,
  terms: ReadonlyArray<State<Float64Array> | undefined>,
): State<Float64Array> {
  const like = base ?? terms.find((term) => term !== undefined) ?? [];
  return like.map(({ length }, leaf) => {
    const result = new Float64Array(weights.length * length);
    weights.forEach((row, r) => {
      const first = r * length;
      row.forEach((weight, j) => {
        if (weight === 0) return;
        const term = terms[j]?.[leaf] as Float64Array;
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
export function sumRows(
  stacked: State<Float64Array>,
  weights: ReadonlyArray<ReadonlyArray<number>>,
): ReadonlyArray<State<Float64Array>> {
  return weights.map((row) =>
    stacked.map((leaf) => {
      const length = leaf.length / row.length;
      const sum = new Float64Array(length);
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
export function concatenate(blocks: ReadonlyArray<State<Float64Array>>): State<Float64Array> {
  return (blocks[0] ?? []).map((_, leaf) => {
    const parts = blocks.map((block) => block[leaf] as Float64Array);
    const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
    let first = 0;
    for (const part of parts) {
      all.set(part, first);
      first += part.length;
    }
    return all;
  });
}

/** Rows from … to − 1 of `rows`. */
export function sliceRows(
  stacked: State<Float64Array>,
  rows: number,
  from: number,
  to: number,
): State<Float64Array> {
  return stacked.map((leaf) => {
    const length = leaf.length / rows;
    return leaf.slice(from * length, to * length);
  });
}
