import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { type WasmKernel, wasmKernel } from "./wasm-kernel.js";

/**
 * Gradients of activations, in one pass each. TensorFlow.js has no such kernels; `backend-tfjs` calls them if the
 * active engine has them. All arrays are float32, and of one shape.
 *
 * - `TanhGrad` {dy, y}: dy (1 − y²)
 * - `SigmoidGrad` {dy, y}: dy y (1 − y)
 * - `ReluGrad` {dy, x}: dy where x > 0, else 0
 * - `SoftplusGrad` {dy, x}: dy sigmoid(x)
 */
export function gradientKernels(module: WasmModule): Array<WasmKernel> {
  const { tanhGrad, sigmoidGrad, reluGrad, softplusGrad } = module.exports;
  const kernels = [
    ["TanhGrad", "y", tanhGrad],
    ["SigmoidGrad", "y", sigmoidGrad],
    ["ReluGrad", "x", reluGrad],
    ["SoftplusGrad", "x", softplusGrad],
  ] as const;
  return kernels.map(([name, of, run]) =>
    wasmKernel(module, name, () => (inputs) => {
      const { shape } = inputs.dy as TensorInfo;
      const dy = addressOf(module, inputs.dy as TensorInfo);
      const at = addressOf(module, inputs[of] as TensorInfo);
      const out = allocate(module, shape);
      run(dy, at, addressOf(module, out), util.sizeFromShape(shape));
      return out;
    }),
  );
}
