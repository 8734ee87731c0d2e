import type { EngineEquipment } from "@symplectic-adjoint/backend-tfjs";
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs-core";
import { asRank3 } from "../programs/as-rank-3.js";
import { type PackedProgram, runPacked } from "../programs/run-packed.js";

type Kernel = NonNullable<EngineEquipment["kernels"]>[number];

/**
 * Gradients of activations, one pass each instead of two to four: the output's cotangent `dy` times the derivative,
 * from the output `y` or the input `x`.
 */
export const gradientKernels: ReadonlyArray<Kernel> = [
  gradientKernel("TanhGrad", "y", "dy * (1.0 - y * y)"),
  gradientKernel("SigmoidGrad", "y", "dy * y * (1.0 - y)"),
  // Like the engine's step function: 0 at 0, NaN for NaN, which is detected by its bits.
  gradientKernel(
    "ReluGrad",
    "x",
    "dy * mix(vec4(greaterThan(x, vec4(0.0))), vec4(NAN), greaterThan(floatBitsToUint(x) & uvec4(0x7fffffffu), uvec4(0x7f800000u)))",
  ),
  // The sigmoid of x, with an exponential that cannot overflow.
  gradientKernel(
    "SoftplusGrad",
    "x",
    "dy * mix(exp(-abs(x)), vec4(1.0), greaterThanEqual(x, vec4(0.0))) / (1.0 + exp(-abs(x)))",
  ),
];

function gradientKernel(kernelName: string, saved: "x" | "y", formula: string): Kernel {
  const program: PackedProgram = {
    inputs: ["Dy", "S"],
    uniforms: [],
    code: `
void main() {
  vec4 dy = getDyAtOutCoords();
  vec4 ${saved} = getSAtOutCoords();
  setOutput(${formula});
}`,
  };
  const kernelFunc: KernelFunc = ({ inputs, backend }) => {
    const { shape } = inputs.dy as TensorInfo;
    const arrays = [inputs.dy, inputs[saved]] as Array<TensorInfo>;
    const result = runPacked(backend as MathBackendWebGL, program, asRank3(shape), arrays);
    return { ...result, shape: [...shape] };
  };
  return { kernelName, kernelFunc };
}
