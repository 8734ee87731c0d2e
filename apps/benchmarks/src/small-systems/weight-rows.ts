/** Rows of weights without their zeros, as typed arrays. */
export interface WeightRows {
  /** Row i is the entries starts[i] … starts[i + 1] − 1. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly weights: Float64Array;
}

/** Compresses rows that may have any length. */
export function weightRows(rows: ReadonlyArray<ReadonlyArray<number>>): WeightRows {
  const starts = [0];
  const columns: Array<number> = [];
  const weights: Array<number> = [];
  for (const row of rows) {
    row.forEach((weight, column) => {
      if (weight === 0) return;
      columns.push(column);
      weights.push(weight);
    });
    starts.push(columns.length);
  }
  return {
    starts: Int32Array.from(starts),
    columns: Int32Array.from(columns),
    weights: Float64Array.from(weights),
  };
}

/** Σ_j row_j · terms_j at component d, the terms being n numbers each, one after the other. */
export function weightedSum(
  { starts, columns, weights }: WeightRows,
  row: number,
  terms: Float64Array,
  n: number,
  d: number,
): number {
  const end = starts[row + 1] as number;
  let sum = 0;
  for (let e = starts[row] as number; e < end; e++)
    sum += (weights[e] as number) * (terms[(columns[e] as number) * n + d] as number);
  return sum;
}
