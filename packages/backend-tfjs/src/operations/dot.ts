import type { State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { add, multiply, sum } from "../kernels/kernels.js";
import { disposeAfter } from "./dispose-after.js";

/**
 * Σ a ∘ b over all leaves, as a scalar tensor; 0 for states without elements. Summed by the engine: in double precision
 * on cpu, naively in float32 on wasm (relative error about 3e-4 at a million elements).
 */
export function dot(a: State<Tensor>, b: State<Tensor>): Tensor | number {
  let total: Tensor | undefined;
  for (const [i, leaf] of a.entries()) {
    // Some engines sum an empty tensor to an arbitrary number.
    if (leaf.size === 0) continue;
    const products = multiply(leaf, b[i] as Tensor);
    const part = disposeAfter(sum(products), products);
    total = total === undefined ? part : disposeAfter(add(total, part), total, part);
  }
  return total ?? 0;
}
