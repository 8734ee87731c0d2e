import type { State } from "@symplectic-adjoint/core";

/** Up to this length a leaf is combined in local variables: its array is then touched once, which saves a quarter. */
export const SMALL = 4;

/**
 * One leaf of a linear combination, of length 1 ≤ n ≤ {@link SMALL}: the same operations in the same order as for longer
 * ones. The conditions are nested because a system of one or two equations then skips most of them.
 */
export function combineSmall(
  base: Float64Array | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<Float64Array>>,
  leaf: number,
  n: number,
): Float64Array {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let j = 0; j < weights.length; j++) {
    const w = weights[j] as number;
    if (w === 0) continue;
    const term = (terms[j] as State<Float64Array>)[leaf] as Float64Array;
    s0 += w * (term[0] as number);
    if (n > 1) {
      s1 += w * (term[1] as number);
      if (n > 2) {
        s2 += w * (term[2] as number);
        if (n > 3) s3 += w * (term[3] as number);
      }
    }
  }
  s0 *= scale;
  s1 *= scale;
  s2 *= scale;
  s3 *= scale;
  if (base !== undefined) {
    s0 += base[0] as number;
    if (n > 1) {
      s1 += base[1] as number;
      if (n > 2) {
        s2 += base[2] as number;
        if (n > 3) s3 += base[3] as number;
      }
    }
  }
  const result = new Float64Array(n);
  result[0] = s0;
  if (n > 1) {
    result[1] = s1;
    if (n > 2) {
      result[2] = s2;
      if (n > 3) result[3] = s3;
    }
  }
  return result;
}
