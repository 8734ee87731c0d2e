/** A matrix in a buffer: entry (i, j) is at start + i · row + j · column. */
export interface Matrix {
  readonly values: Float32Array;
  start: number;
  readonly row: number;
  readonly column: number;
}

/**
 * Writes the product of an m × k and a k × n matrix into `out`, row by row starting at `to`. Each entry is a sum in
 * double precision, rounded once. Tiles of two rows and four columns are summed together, so that eight sums share six
 * loads.
 */
export function multiplyMatrices(
  a: Matrix,
  b: Matrix,
  m: number,
  k: number,
  n: number,
  out: Float32Array,
  to: number,
): void {
  const tiled = n - (n % 4);
  const paired = m - (m % 2);
  // Keeps a few columns of b in the L1 cache across rows of a.
  for (let j = 0; j < tiled; j += 4) {
    for (let i = 0; i < paired; i += 2) tile(a, b, i, j, k, n, out, to);
    if (paired < m) row(a, b, paired, j, k, n, out, to);
  }
  for (let j = tiled; j < n; j++) {
    for (let i = 0; i < m; i++) out[to + i * n + j] = entry(a, b, i, j, k);
  }
}

function tile(
  { values: x, start: xs, row: xr, column: xc }: Matrix,
  { values: y, start: ys, row: yr, column: yc }: Matrix,
  i: number,
  j: number,
  k: number,
  n: number,
  out: Float32Array,
  to: number,
): void {
  let [s00, s01, s02, s03] = [0, 0, 0, 0];
  let [s10, s11, s12, s13] = [0, 0, 0, 0];
  let p = xs + i * xr;
  let q = ys + j * yc;
  for (let l = 0; l < k; l++) {
    const x0 = x[p] as number;
    const x1 = x[p + xr] as number;
    const y0 = y[q] as number;
    const y1 = y[q + yc] as number;
    const y2 = y[q + 2 * yc] as number;
    const y3 = y[q + 3 * yc] as number;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
    p += xc;
    q += yr;
  }
  const e = to + i * n + j;
  out[e] = s00;
  out[e + 1] = s01;
  out[e + 2] = s02;
  out[e + 3] = s03;
  out[e + n] = s10;
  out[e + n + 1] = s11;
  out[e + n + 2] = s12;
  out[e + n + 3] = s13;
}

/** A tile of one row. */
function row(
  { values: x, start: xs, row: xr, column: xc }: Matrix,
  { values: y, start: ys, row: yr, column: yc }: Matrix,
  i: number,
  j: number,
  k: number,
  n: number,
  out: Float32Array,
  to: number,
): void {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let p = xs + i * xr;
  let q = ys + j * yc;
  for (let l = 0; l < k; l++) {
    const x0 = x[p] as number;
    s0 += x0 * (y[q] as number);
    s1 += x0 * (y[q + yc] as number);
    s2 += x0 * (y[q + 2 * yc] as number);
    s3 += x0 * (y[q + 3 * yc] as number);
    p += xc;
    q += yr;
  }
  const e = to + i * n + j;
  out[e] = s0;
  out[e + 1] = s1;
  out[e + 2] = s2;
  out[e + 3] = s3;
}

function entry(a: Matrix, b: Matrix, i: number, j: number, k: number): number {
  let sum = 0;
  let p = a.start + i * a.row;
  let q = b.start + j * b.column;
  for (let l = 0; l < k; l++) {
    sum += (a.values[p] as number) * (b.values[q] as number);
    p += a.column;
    q += b.row;
  }
  return sum;
}
