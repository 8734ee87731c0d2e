import type { State, Tolerances } from "@symplectic-adjoint/core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Reduction } from "../programs/reduction.js";
import { float } from "../programs/run-program.js";
import { SCALED_QUOTIENT } from "../programs/scaled-quotient.js";
import { reduce } from "./reduce.js";

/**
 * A sum of squares and the bits of the worst non-finite value, so NaN need not survive arithmetic. The squares are
 * summed three times: as they are, and of numbers 2^70 times smaller and larger, used if the others overflow or
 * underflow. Partial sums are stored as square roots, which neither overflow nor underflow.
 */
const rms: Reduction = {
  name: "error_norm",
  inputs: ["error", "x0", "x1"],
  uniforms: "rtol : f32, atol : f32, rootShare : f32, ",
  sums: `
    ${SCALED_QUOTIENT}
    const SMALLER = 0x1p-70f;
    const LARGER = 0x1p70f;
    struct Sum { squares : f32, ofSmaller : f32, ofLarger : f32, worst : u32 };
    fn nothing() -> Sum { return Sum(0.0, 0.0, 0.0, 0u); }
    fn join(a : Sum, b : Sum) -> Sum {
      return Sum(a.squares + b.squares, a.ofSmaller + b.ofSmaller, a.ofLarger + b.ofLarger, max(a.worst, b.worst));
    }
    fn rootOf(sum : Sum) -> f32 {
      if (bitcast<u32>(sum.squares) >= INFINITE) { return sqrt(sum.ofSmaller) * LARGER; }
      if (sum.squares < 1e-30) { return sqrt(sum.ofLarger) * SMALLER; }
      return sqrt(sum.squares);
    }
    fn encode(sum : Sum) -> i32 {
      return bitcast<i32>(select(bitcast<u32>(rootOf(sum)), sum.worst, sum.worst >= INFINITE));
    }
    fn decode(value : i32) -> Sum {
      let bits = bitcast<u32>(value);
      let invalid = bits >= INFINITE;
      let root = bitcast<f32>(select(bits, 0u, invalid));
      let smaller = root * SMALLER;
      let larger = root * LARGER;
      return Sum(root * root, smaller * smaller, larger * larger, select(0u, bits, invalid));
    }
    fn outcome(sum : Sum) -> f32 { return bitcast<f32>(encode(sum)); }`,
  item: `
    fn item(index : i32) -> Sum {
      let e = V(error[index]);
      let a = V(x0[index]);
      let b = V(x1[index]);
      let scale = scaleOf(a, b);
      let worst = alarm(e, a, b, scale);
      let part = select(e / scale, V(0.0), worst >= B(INFINITE)) * V(uniforms.rootShare);
      let smaller = part * SMALLER;
      let larger = part * LARGER;
      return Sum(total(part * part), total(smaller * smaller), total(larger * larger), largest(worst));
    }`,
  merge: `
    fn merge(a : f32, b : f32) -> f32 {
      return bitcast<f32>(max(bitcast<u32>(a), bitcast<u32>(b)));
    }`,
};

/**
 * The largest over the leaves of RMS(error / (atol + rtol · max(|from|, |to|))), as one scalar tensor; 0 for states
 * without elements. NaN if a state is not finite; NaN and infinity of the error propagate.
 *
 * One dispatch per leaf of up to 16384 elements, two per larger one.
 */
export function errorNorm(
  backend: WebGPUBackend,
  error: State<Tensor>,
  from: State<Tensor>,
  to: State<Tensor>,
  { rtol, atol }: Tolerances,
): Tensor | number {
  const leaves = error.flatMap((leaf, i) => {
    // Skip leaves whose atol is infinite.
    if (leaf.size === 0 || atol[i] === Number.POSITIVE_INFINITY) return [];
    const inputs = [leaf, from[i] as Tensor, to[i] as Tensor];
    const uniforms = [rtol[i] as number, atol[i] as number, Math.sqrt(1 / leaf.size)].map(float);
    return [{ inputs, uniforms }];
  });
  return reduce(backend, rms, leaves);
}
