// Products of a row vector and a row-major matrix, each a piece of a longer array that starts at an offset.

/** out += x M, where M has `rows` rows and `columns` columns. */
export function matrixTransposeAdd(
  m: Float64Array,
  mAt: number,
  rows: number,
  columns: number,
  x: Float64Array,
  xAt: number,
  out: Float64Array,
  outAt: number,
): void {
  for (let i = 0; i < rows; i++) {
    const xi = x[xAt + i] as number;
    const row = mAt + i * columns;
    for (let k = 0; k < columns; k++)
      out[outAt + k] = (out[outAt + k] as number) + xi * (m[row + k] as number);
  }
}

/** out += g Mᵀ, where M has `rows` rows and `columns` columns. */
export function matrixVectorAdd(
  m: Float64Array,
  mAt: number,
  rows: number,
  columns: number,
  g: Float64Array,
  gAt: number,
  out: Float64Array,
  outAt: number,
): void {
  for (let i = 0; i < rows; i++) {
    const row = mAt + i * columns;
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += (m[row + k] as number) * (g[gAt + k] as number);
    out[outAt + i] = (out[outAt + i] as number) + sum;
  }
}

/** M += xᵀ g, where x has `rows` and g `columns` components. */
export function outerProductAdd(
  x: Float64Array,
  xAt: number,
  rows: number,
  g: Float64Array,
  gAt: number,
  columns: number,
  m: Float64Array,
  mAt: number,
): void {
  for (let i = 0; i < rows; i++) {
    const xi = x[xAt + i] as number;
    const row = mAt + i * columns;
    for (let k = 0; k < columns; k++)
      m[row + k] = (m[row + k] as number) + xi * (g[gAt + k] as number);
  }
}
