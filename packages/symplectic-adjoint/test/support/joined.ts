/** Rows one after the other, as the float64 backend stacks them. */
export function joined(rows: ReadonlyArray<ArrayLike<number>>): Float64Array {
  return Float64Array.from(rows.flatMap((row) => Array.from(row)));
}
