import type { State, Tolerances } from "@symplectic-adjoint/core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Elementwise, elementwiseProgram } from "../programs/elementwise-program.js";
import { float, runProgram, tensorOf } from "../programs/run-program.js";
import { SCALED_QUOTIENT } from "../programs/scaled-quotient.js";

const scaledQuotient: Elementwise = {
  name: "scaled_error",
  inputs: ["error", "x0", "x1"],
  uniforms: "rtol : f32, atol : f32, ",
  declarations: SCALED_QUOTIENT,
  body: `
    let e = V(error[index]);
    let a = V(x0[index]);
    let b = V(x1[index]);
    let scale = scaleOf(a, b);
    let worst = alarm(e, a, b, scale);
    let sign = bitcast<B>(e) & B(0x80000000u);
    return bitcast<V>(select(bitcast<B>(e / scale), worst | sign, worst >= B(INFINITE)));`,
};

/** error / (atol + rtol · max(|from|, |to|)), leaf by leaf, in one dispatch each. NaN where `from` or `to` is not finite. */
export function scaledError(
  backend: WebGPUBackend,
  error: State<Tensor>,
  from: State<Tensor>,
  to: State<Tensor>,
  { rtol, atol }: Tolerances,
): State<Tensor> {
  return error.map((leaf, i) => {
    const inputs = [leaf, from[i] as Tensor, to[i] as Tensor];
    const uniforms = [float(rtol[i] as number), float(atol[i] as number)];
    const program = elementwiseProgram(scaledQuotient, leaf.size);
    return tensorOf(runProgram(backend, program, inputs, uniforms), leaf.shape);
  });
}
