import type { State, Tolerances } from "@symplectic-adjoint/core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Reduction } from "../programs/reduction.js";
import { float } from "../programs/run-program.js";
import { SCALED_QUOTIENT } from "../programs/scaled-quotient.js";
import { reduce } from "./reduce.js";

/** A sum of squares, and beside it the bits of the worst that is not finite; so NaN never has to survive arithmetic. */
const rms: Reduction = {
  name: "error_norm",
  inputs: ["error", "x0", "x1"],
  uniforms: "rtol : f32, atol : f32, share : f32, ",
  sums: `
    ${SCALED_QUOTIENT}
    struct Sum { squares : f32, worst : u32 };
    fn nothing() -> Sum { return Sum(0.0, 0u); }
    fn join(a : Sum, b : Sum) -> Sum {
      return Sum(a.squares + b.squares, max(a.worst, b.worst));
    }
    fn bitsOf(value : f32, worst : u32) -> u32 {
      return select(bitcast<u32>(value), worst, worst >= INFINITE);
    }
    fn encode(sum : Sum) -> i32 { return bitcast<i32>(bitsOf(sum.squares, sum.worst)); }
    fn decode(value : i32) -> Sum {
      let bits = bitcast<u32>(value);
      let invalid = bits >= INFINITE;
      return Sum(bitcast<f32>(select(bits, 0u, invalid)), select(0u, bits, invalid));
    }
    fn outcome(sum : Sum) -> f32 {
      return bitcast<f32>(bitsOf(sqrt(sum.squares * uniforms.share), sum.worst));
    }`,
  item: `
    fn item(index : i32) -> Sum {
      let e = V(error[index]);
      let a = V(x0[index]);
      let b = V(x1[index]);
      let scale = scaleOf(a, b);
      let worst = alarm(e, a, b, scale);
      let quotient = select(e / scale, V(0.0), worst >= B(INFINITE));
      return Sum(total(quotient * quotient), largest(worst));
    }`,
  merge: `
    fn merge(a : f32, b : f32) -> f32 {
      return bitcast<f32>(max(bitcast<u32>(a), bitcast<u32>(b)));
    }`,
};

/**
 * The largest over the leaves of RMS(error / (atol + rtol · max(|from|, |to|))), as one scalar tensor; 0 for states
 * without elements. NaN where a state is not finite; what is not finite in the error survives.
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
    // What any error is good for does not count.
    if (leaf.size === 0 || atol[i] === Number.POSITIVE_INFINITY) return [];
    const inputs = [leaf, from[i] as Tensor, to[i] as Tensor];
    const uniforms = [rtol[i] as number, atol[i] as number, 1 / leaf.size].map(float);
    return [{ inputs, uniforms }];
  });
  return reduce(backend, rms, leaves);
}
