import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type Elementwise, elementwiseProgram } from "../programs/elementwise-program.js";
import { runProgram, sizeOf } from "../programs/run-program.js";
import type { EngineKernel } from "./engine-kernel.js";

/** The kernel `kernelName`, of a cotangent `dy` and the saved result `y` or argument `x` of the activation. */
function gradientKernel(kernelName: string, kept: "x" | "y", gradient: string): EngineKernel {
  const elementwise: Elementwise = {
    name: kernelName,
    inputs: ["dy", kept],
    body: `let dy = V(dy[index]); let ${kept} = V(${kept}[index]); return ${gradient};`,
  };
  return {
    kernelName,
    kernelFunc: ({ inputs, backend }): TensorInfo => {
      const dy = inputs.dy as TensorInfo;
      const program = elementwiseProgram(elementwise, sizeOf(dy));
      const flat = runProgram(
        backend as WebGPUBackend,
        program,
        [dy, inputs[kept] as TensorInfo],
        [],
      );
      return { ...flat, shape: dy.shape };
    },
  };
}

/**
 * Gradients of activations, one kernel each instead of two to four ordinary ones; the gradients of `backend-tfjs` use
 * them if an engine has them. Both inputs and the result are float32 of the same shape.
 */
export const gradientKernels: ReadonlyArray<EngineKernel> = Object.freeze([
  gradientKernel("TanhGrad", "y", "dy * (V(1.0) - y * y)"),
  gradientKernel("SigmoidGrad", "y", "dy * (y * (V(1.0) - y))"),
  gradientKernel("ReluGrad", "x", "select(dy, V(0.0), x <= V(0.0))"),
  // The argument of exp() is never positive: nothing overflows.
  gradientKernel(
    "SoftplusGrad",
    "x",
    "dy * select(exp(x), V(1.0), x >= V(0.0)) / (V(1.0) + exp(-abs(x)))",
  ),
]);
