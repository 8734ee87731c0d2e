import { tensorOperations, usedTerms } from "@symplectic-adjoint/backend-tfjs";
import type { State } from "@symplectic-adjoint/core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Tensor } from "@tensorflow/tfjs-core";
import { combine } from "./combine.js";

/**
 * base + scale · Σ_j weights_j · terms_j, leaf by leaf, as new tensors.
 *
 * One dispatch per leaf for as many arrays as the device binds buffers (seven on every device, fifteen on most), one
 * more per further batch. The coefficients scale · weights_j are rounded to float32 once; the terms are summed first
 * and added to the base last, for a single final rounding.
 */
export function linearCombination(
  backend: WebGPUBackend,
  base: State<Tensor> | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<Tensor>>,
): State<Tensor> {
  // The base comes last.
  const { states: used, coefficients } = usedTerms(undefined, scale, weights, terms);
  if (base !== undefined) {
    used.push(base);
    coefficients.push(1);
  }
  // Zeros, with an ordinary kernel.
  if (used.length === 0) return tensorOperations.linearCombination(base, scale, weights, terms);
  return (used[0] as State<Tensor>).map((_, i) =>
    combine(
      backend,
      coefficients,
      used.map((state) => state[i] as Tensor),
    ),
  );
}
