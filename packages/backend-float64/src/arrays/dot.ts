import type { State } from "@symplectic-adjoint/core";
import type { FloatArray } from "./float-array.js";

/** Σ a ∘ b over all leaves, as a number. */
export function dot(a: State<FloatArray>, b: State<FloatArray>): number {
  let sum = 0;
  for (let leaf = 0; leaf < a.length; leaf++) {
    const x = a[leaf] as FloatArray;
    const y = b[leaf] as FloatArray;
    for (let i = 0; i < x.length; i++) sum += (x[i] as number) * (y[i] as number);
  }
  return sum;
}
