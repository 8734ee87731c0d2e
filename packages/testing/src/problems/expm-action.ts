/**
 * exp(t A) y for a small matrix, row by row, by Taylor series on time intervals short enough to lose no digits.
 *
 * @example
 * expmAction([0, 1, -1, 0], Math.PI / 2, [0, 1]); // [1, 0], to rounding
 */
export function expmAction(
  a: ArrayLike<number>,
  t: number,
  y: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const n = y.length;
  let norm = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) row += Math.abs(a[i * n + j] as number);
    norm = Math.max(norm, row);
  }
  const pieces = Math.max(1, Math.ceil(2 * norm * Math.abs(t)));
  const result = Float64Array.from(y);
  for (let piece = 0; piece < pieces; piece++) addTaylorTerms(a, t / pieces, result);
  return result;
}

// With ‖h A‖ ≤ 1/2 the term of degree 18 is below the rounding of the sum.
function addTaylorTerms(a: ArrayLike<number>, h: number, y: Float64Array): void {
  const n = y.length;
  let term = y.slice();
  for (let degree = 1; degree <= 18; degree++) {
    const next = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += (a[i * n + j] as number) * (term[j] as number);
      next[i] = (sum * h) / degree;
      y[i] = (y[i] as number) + (next[i] as number);
    }
    term = next;
  }
}
