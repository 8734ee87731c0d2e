import type { State } from "@symplectic-adjoint/core";
import type { FloatArray } from "./float-array.js";

/** total + term, written into `total`, which is returned. */
export function accumulate<F extends FloatArray>(total: State<F>, term: State<F>): State<F> {
  for (let leaf = 0; leaf < total.length; leaf++) {
    const sum = total[leaf] as F;
    const added = term[leaf] as F;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (added[i] as number);
  }
  return total;
}
