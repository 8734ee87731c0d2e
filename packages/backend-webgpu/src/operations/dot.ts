import type { State } from "@symplectic-adjoint/core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Reduction } from "../programs/reduction.js";
import { reduce } from "./reduce.js";

const products: Reduction = {
  name: "dot",
  inputs: ["left", "right"],
  uniforms: "",
  sums: `
    alias Sum = f32;
    fn nothing() -> Sum { return 0.0; }
    fn join(a : Sum, b : Sum) -> Sum { return a + b; }
    fn encode(sum : Sum) -> i32 { return bitcast<i32>(sum); }
    fn decode(value : i32) -> Sum { return bitcast<f32>(value); }
    fn outcome(sum : Sum) -> f32 { return sum; }`,
  item: "fn item(index : i32) -> Sum { return total(V(left[index]) * V(right[index])); }",
  merge: "fn merge(a : f32, b : f32) -> f32 { return a + b; }",
};

/**
 * Σ a ∘ b over all leaves, as one scalar tensor; 0 for states without elements. One dispatch per leaf of up to 16384
 * elements, two per larger one; the sum is a tree, whose rounding grows with its depth.
 */
export function dot(backend: WebGPUBackend, a: State<Tensor>, b: State<Tensor>): Tensor | number {
  const leaves = a.flatMap((leaf, i) =>
    leaf.size === 0 ? [] : [{ inputs: [leaf, b[i] as Tensor], uniforms: [] }],
  );
  return reduce(backend, products, leaves);
}
