/** The first index from `from` on whose weight is not zero, or a number ≥ weights.length. */
export function nextTerm(weights: ReadonlyArray<number>, from: number): number {
  let j = from;
  while (j < weights.length && weights[j] === 0) j++;
  return j;
}
