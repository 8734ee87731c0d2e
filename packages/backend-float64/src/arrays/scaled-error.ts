import type { State, Tolerances } from "@symplectic-adjoint/core";

/**
 * error / (atol + rtol · max(|from|, |to|)), leaf by leaf, for user-defined norms.
 *
 * NaN if the state is not finite, as in the backend's norm.
 */
export function scaledError(
  error: State<Float64Array>,
  from: State<Float64Array>,
  to: State<Float64Array>,
  tolerances: Tolerances,
): State<Float64Array> {
  const result: Array<Float64Array> = [];
  for (let leaf = 0; leaf < error.length; leaf++) {
    const e = error[leaf] as Float64Array;
    const a = from[leaf] as Float64Array;
    const b = to[leaf] as Float64Array;
    const rtol = tolerances.rtol[leaf] as number;
    const atol = tolerances.atol[leaf] as number;
    const scaled = new Float64Array(e.length);
    for (let i = 0; i < e.length; i++) {
      const scale = atol + rtol * Math.max(Math.abs(a[i] as number), Math.abs(b[i] as number));
      scaled[i] = (e[i] as number) / scale + (scale - scale);
    }
    result.push(scaled);
  }
  return result;
}
