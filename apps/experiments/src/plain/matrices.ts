// Products of matrices in double precision, row by row; all add to their result.

/** out += A B, for A of shape [rows, inner] and B of shape [inner, columns]. */
export function addProduct(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  inner: number,
): void {
  addRowsOf(out, a, b, inner, { row: inner, inner: 1 });
}

/** out += Aᵀ B, for A of shape [inner, rows] and B of shape [inner, columns]. */
export function addTransposedProduct(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  inner: number,
): void {
  addRowsOf(out, a, b, inner, { row: 1, inner: a.length / inner });
}

/** Adds to each row of `out` the rows of B times the factors of A; the strides are those of A. */
function addRowsOf(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  inner: number,
  stride: { readonly row: number; readonly inner: number },
): void {
  const columns = b.length / inner;
  const rows = out.length / columns;
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const factor = a[i * stride.row + k * stride.inner] as number;
      if (factor === 0) continue;
      for (let j = 0; j < columns; j++) {
        const at = i * columns + j;
        out[at] = (out[at] as number) + factor * (b[k * columns + j] as number);
      }
    }
  }
}

/** out += A Bᵀ, for A of shape [rows, inner] and B of shape [columns, inner]. */
export function addProductWithTransposed(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  inner: number,
): void {
  const columns = b.length / inner;
  const rows = out.length / columns;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++)
        sum += (a[i * inner + k] as number) * (b[j * inner + k] as number);
      const at = i * columns + j;
      out[at] = (out[at] as number) + sum;
    }
  }
}

/** out += the sum of the rows of A, of the length of `out`. */
export function addRows(out: Float64Array, a: Float64Array): void {
  for (let i = 0; i < a.length; i++) {
    const j = i % out.length;
    out[j] = (out[j] as number) + (a[i] as number);
  }
}
