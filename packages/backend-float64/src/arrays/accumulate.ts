import type { State } from "@symplectic-adjoint/core";

/** total + term, written into `total`, which is returned. */
export function accumulate(
  total: State<Float64Array>,
  term: State<Float64Array>,
): State<Float64Array> {
  for (let leaf = 0; leaf < total.length; leaf++) {
    const sum = total[leaf] as Float64Array;
    const added = term[leaf] as Float64Array;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (added[i] as number);
  }
  return total;
}
