/** Elements of a block, so that the double-precision sums fit into the L1 cache. */
const BLOCK = 1024;
const sums = new Float64Array(BLOCK);
const zeros: Float32Array = new Float32Array(BLOCK);

/** Four rows with coefficients and offset; a shared object, valid for one loop. */
const four = {
  x0: zeros,
  x1: zeros,
  x2: zeros,
  x3: zeros,
  c0: 0,
  c1: 0,
  c2: 0,
  c3: 0,
  e0: 0,
  e1: 0,
  e2: 0,
  e3: 0,
};

/**
 * Σ_j c_j x_j, element by element, in double precision, rounded to float32 once; zeros if there are no rows. Adds four
 * rows in one loop, so that a sum is loaded and stored once for four rows.
 */
export function weightedSum(
  c: ReadonlyArray<number>,
  x: ReadonlyArray<Float32Array>,
  length: number,
): Float32Array {
  const out = new Float32Array(length);
  for (let start = 0; start < length; start += BLOCK) {
    const size = Math.min(BLOCK, length - start);
    gather(c, x, 0, start);
    if (x.length <= 4) {
      write(out, start, size);
      continue;
    }
    begin(size);
    let j = 4;
    for (; j + 4 < x.length; j += 4) {
      gather(c, x, j, start);
      proceed(size);
    }
    gather(c, x, j, start);
    finish(out, start, size);
  }
  return out;
}

/** Rows j … j + 3; missing rows are zeros with the coefficient zero. */
function gather(
  c: ReadonlyArray<number>,
  x: ReadonlyArray<Float32Array>,
  j: number,
  start: number,
): void {
  const left = x.length - j;
  four.x0 = left > 0 ? (x[j] as Float32Array) : zeros;
  four.x1 = left > 1 ? (x[j + 1] as Float32Array) : zeros;
  four.x2 = left > 2 ? (x[j + 2] as Float32Array) : zeros;
  four.x3 = left > 3 ? (x[j + 3] as Float32Array) : zeros;
  four.c0 = left > 0 ? (c[j] as number) : 0;
  four.c1 = left > 1 ? (c[j + 1] as number) : 0;
  four.c2 = left > 2 ? (c[j + 2] as number) : 0;
  four.c3 = left > 3 ? (c[j + 3] as number) : 0;
  four.e0 = left > 0 ? start : 0;
  four.e1 = left > 1 ? start : 0;
  four.e2 = left > 2 ? start : 0;
  four.e3 = left > 3 ? start : 0;
}

// Four variants of the loop: initialise or add, into the sums or the result.

function write(out: Float32Array, start: number, size: number): void {
  const { x0, x1, x2, x3, c0, c1, c2, c3, e0, e1, e2, e3 } = four;
  for (let i = 0; i < size; i++) {
    out[start + i] =
      c0 * (x0[e0 + i] as number) +
      c1 * (x1[e1 + i] as number) +
      (c2 * (x2[e2 + i] as number) + c3 * (x3[e3 + i] as number));
  }
}

function begin(size: number): void {
  const { x0, x1, x2, x3, c0, c1, c2, c3, e0, e1, e2, e3 } = four;
  for (let i = 0; i < size; i++) {
    sums[i] =
      c0 * (x0[e0 + i] as number) +
      c1 * (x1[e1 + i] as number) +
      (c2 * (x2[e2 + i] as number) + c3 * (x3[e3 + i] as number));
  }
}

function proceed(size: number): void {
  const { x0, x1, x2, x3, c0, c1, c2, c3, e0, e1, e2, e3 } = four;
  for (let i = 0; i < size; i++) {
    sums[i] =
      (sums[i] as number) +
      (c0 * (x0[e0 + i] as number) + c1 * (x1[e1 + i] as number)) +
      (c2 * (x2[e2 + i] as number) + c3 * (x3[e3 + i] as number));
  }
}

function finish(out: Float32Array, start: number, size: number): void {
  const { x0, x1, x2, x3, c0, c1, c2, c3, e0, e1, e2, e3 } = four;
  for (let i = 0; i < size; i++) {
    out[start + i] =
      (sums[i] as number) +
      (c0 * (x0[e0 + i] as number) + c1 * (x1[e1 + i] as number)) +
      (c2 * (x2[e2 + i] as number) + c3 * (x3[e3 + i] as number));
  }
}
