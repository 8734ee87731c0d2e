import type { State, Tolerances } from "@symplectic-adjoint/core";
import { type FloatArray, newLike } from "./float-array.js";

/**
 * error / (atol + rtol · max(|from|, |to|)), leaf by leaf, for user-defined norms.
 *
 * NaN if the state is not finite, as in the backend's norm.
 */
export function scaledError<F extends FloatArray>(
  error: State<F>,
  from: State<F>,
  to: State<F>,
  tolerances: Tolerances,
): State<F> {
  const result: Array<F> = [];
  for (let leaf = 0; leaf < error.length; leaf++) {
    const e = error[leaf] as F;
    const a = from[leaf] as F;
    const b = to[leaf] as F;
    const rtol = tolerances.rtol[leaf] as number;
    const atol = tolerances.atol[leaf] as number;
    const scaled = newLike(e, e.length);
    for (let i = 0; i < e.length; i++) {
      const scale = atol + rtol * Math.max(Math.abs(a[i] as number), Math.abs(b[i] as number));
      scaled[i] = (e[i] as number) / scale + (scale - scale);
    }
    result.push(scaled);
  }
  return result;
}
