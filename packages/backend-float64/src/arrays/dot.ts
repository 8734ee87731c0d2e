import type { State } from "@symplectic-adjoint/core";

/** Σ a ∘ b over all leaves, as a number. */
export function dot(a: State<Float64Array>, b: State<Float64Array>): number {
  let sum = 0;
  for (let leaf = 0; leaf < a.length; leaf++) {
    const x = a[leaf] as Float64Array;
    const y = b[leaf] as Float64Array;
    for (let i = 0; i < x.length; i++) sum += (x[i] as number) * (y[i] as number);
  }
  return sum;
}
