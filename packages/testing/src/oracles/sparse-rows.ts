/** The entries of a matrix that are not zero, row by row, as arrays that a hot loop can run over. */
export interface SparseRows {
  /** Row i occupies the entries starts[i] … starts[i + 1] − 1. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Collects what is not zero. */
export function sparseRows(rows: ReadonlyArray<ReadonlyArray<number>>): SparseRows {
  const starts = [0];
  const columns: Array<number> = [];
  const values: Array<number> = [];
  for (const row of rows) {
    row.forEach((value, column) => {
      if (value === 0) return;
      columns.push(column);
      values.push(value);
    });
    starts.push(columns.length);
  }
  return {
    starts: Int32Array.from(starts),
    columns: Int32Array.from(columns),
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
  for (let d = 0; d < n; d++) {
    let sum = 0;
    for (let e = from; e < to; e++)
      sum += (m.values[e] as number) * (k[(m.columns[e] as number) * n + d] as number);
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
  for (let d = 0; d < n; d++) {
    let sum = b * (lambda[d] as number);
    for (let e = from; e < to; e++)
      sum += (m.values[e] as number) * (w[(m.columns[e] as number) * n + d] as number);
    out[d] = h * sum;
  }
}
