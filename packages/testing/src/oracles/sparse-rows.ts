/** The nonzero entries of a matrix, row by row, as arrays for hot loops. */
export interface SparseRows {
  /** Row i occupies the entries starts[i] … starts[i + 1] − 1. */
  readonly starts: Int32Array;
  /** Start of the entry's vector in an array of concatenated vectors: n times its column. */
  readonly offsets: Int32Array;
  readonly values: Float64Array;
}

/** Collects the nonzero entries of a matrix that multiplies vectors of n numbers. */
export function sparseRows(rows: ReadonlyArray<ReadonlyArray<number>>, n: number): SparseRows {
  const starts = [0];
  const offsets: Array<number> = [];
  const values: Array<number> = [];
  for (const row of rows) {
    row.forEach((value, column) => {
      if (value === 0) return;
      offsets.push(column * n);
      values.push(value);
    });
    starts.push(offsets.length);
  }
  return {
    starts: Int32Array.from(starts),
    offsets: Int32Array.from(offsets),
    values: Float64Array.from(values),
  };
}

/** out = y + h Σ_j m_ij k_j. */
export function combine(
  y: Float64Array,
  h: number,
  m: SparseRows,
  i: number,
  k: Float64Array,
  out: Float64Array,
): void {
  const n = y.length;
  const from = m.starts[i] as number;
  const to = m.starts[i + 1] as number;
  const { offsets, values } = m;
  for (let d = 0; d < n; d++) {
    let sum = 0;
    for (let e = from; e < to; e++)
      sum += (values[e] as number) * (k[(offsets[e] as number) + d] as number);
    out[d] = (y[d] as number) + h * sum;
  }
}

/** out = h (b λ + Σ_j m_ij w_j). */
export function cotangentOf(
  lambda: Float64Array,
  h: number,
  m: SparseRows,
  i: number,
  w: Float64Array,
  b: number,
  out: Float64Array,
): void {
  const n = lambda.length;
  const from = m.starts[i] as number;
  const to = m.starts[i + 1] as number;
  const { offsets, values } = m;
  for (let d = 0; d < n; d++) {
    let sum = b * (lambda[d] as number);
    for (let e = from; e < to; e++)
      sum += (values[e] as number) * (w[(offsets[e] as number) + d] as number);
    out[d] = h * sum;
  }
}
