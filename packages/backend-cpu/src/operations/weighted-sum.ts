/** Elements of a block: its sums in double precision stay in the fastest cache. */
const BLOCK = 1024;
const sums = new Float64Array(BLOCK);

/** Σ_j c_j x_j, element by element, in double precision, rounded to float32 once. There is at least one row. */
export function weightedSum(
  c: ReadonlyArray<number>,
  x: ReadonlyArray<Float32Array>,
  length: number,
): Float32Array {
  const out = new Float32Array(length);
  const rows = x.length;
  for (let start = 0; start < length; start += BLOCK) {
    const size = Math.min(BLOCK, length - start);
    set(start, size, c[0] as number, x[0] as Float32Array);
    let j = 1;
    for (; j + 4 <= rows; j += 4) addFour(start, size, c, x, j);
    for (; j + 2 <= rows; j += 2) addTwo(start, size, c, x, j);
    if (j < rows) addOne(start, size, c[j] as number, x[j] as Float32Array);
    for (let i = 0; i < size; i++) out[start + i] = sums[i] as number;
  }
  return out;
}

// Unrolled by rows: a sum is loaded and stored once for up to four of them.

function set(start: number, size: number, c: number, x: Float32Array): void {
  for (let i = 0; i < size; i++) sums[i] = c * (x[start + i] as number);
}

function addOne(start: number, size: number, c: number, x: Float32Array): void {
  for (let i = 0; i < size; i++) sums[i] = (sums[i] as number) + c * (x[start + i] as number);
}

function addTwo(
  start: number,
  size: number,
  c: ReadonlyArray<number>,
  x: ReadonlyArray<Float32Array>,
  j: number,
): void {
  const [c0, c1] = [c[j] as number, c[j + 1] as number];
  const [x0, x1] = [x[j] as Float32Array, x[j + 1] as Float32Array];
  for (let i = 0; i < size; i++) {
    const e = start + i;
    sums[i] = (sums[i] as number) + c0 * (x0[e] as number) + c1 * (x1[e] as number);
  }
}

function addFour(
  start: number,
  size: number,
  c: ReadonlyArray<number>,
  x: ReadonlyArray<Float32Array>,
  j: number,
): void {
  const [c0, c1] = [c[j] as number, c[j + 1] as number];
  const [c2, c3] = [c[j + 2] as number, c[j + 3] as number];
  const [x0, x1] = [x[j] as Float32Array, x[j + 1] as Float32Array];
  const [x2, x3] = [x[j + 2] as Float32Array, x[j + 3] as Float32Array];
  for (let i = 0; i < size; i++) {
    const e = start + i;
    const first = c0 * (x0[e] as number) + c1 * (x1[e] as number);
    const second = c2 * (x2[e] as number) + c3 * (x3[e] as number);
    sums[i] = (sums[i] as number) + first + second;
  }
}
