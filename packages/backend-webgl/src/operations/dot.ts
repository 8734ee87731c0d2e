import type { State } from "@symplectic-adjoint/core";
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { Tensor } from "@tensorflow/tfjs-core";
import { plainSum } from "../programs/merge.js";
import { sumProgram } from "../programs/reduction.js";
import { type PackedSum, sumLeaves } from "./sum-leaves.js";

const products = sumProgram(
  ["A", "B"],
  [],
  `vec4 value = a * b;
    float bad = max(nonFiniteLevel(value), max(nonFiniteLevel(a), nonFiniteLevel(b)));`,
);

/** Σ a ∘ b over all leaves, as a scalar tensor; 0 for states without elements. NaN if a product is NaN. */
export function dot(
  backend: MathBackendWebGL,
  a: State<Tensor>,
  b: State<Tensor>,
): Tensor | number {
  const sums: Array<PackedSum> = [];
  for (const [i, leaf] of a.entries()) {
    if (leaf.size === 0) continue;
    sums.push({ program: products, arrays: [leaf, b[i] as Tensor], values: [] });
  }
  return sumLeaves(backend, plainSum, sums);
}
