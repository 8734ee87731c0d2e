import type { State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { cpu, valuesOf } from "../cpu-values.js";

/** Σ a ∘ b over all leaves, as a number, in double precision. */
export function dot(a: State<Tensor>, b: State<Tensor>): number {
  const backend = cpu();
  let total = 0;
  for (const [i, leaf] of a.entries()) {
    const [x, y] = [valuesOf(backend, leaf), valuesOf(backend, b[i] as Tensor)];
    for (let k = 0; k < leaf.size; k++) total += (x[k] as number) * (y[k] as number);
  }
  return total;
}
