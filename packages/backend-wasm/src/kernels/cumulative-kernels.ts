import { Cumprod, Cumsum, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { WasmModule } from "../module/wasm-module.js";
import { type WasmKernel, wasmKernel } from "./wasm-kernel.js";

/**
 * Cumulative sums and products along an axis that is counted from the end, for which TensorFlow.js' kernels compute an
 * invalid permutation and write out of bounds.
 */
export function cumulativeKernels(module: WasmModule): Array<WasmKernel> {
  return [Cumsum, Cumprod].map((name) =>
    wasmKernel(module, name, (stock) => (inputs, attrs) => {
      const { shape } = inputs.x as TensorInfo;
      const [axis = 0] = util.parseAxisParam(attrs.axis as number, shape);
      return stock(inputs, { ...attrs, axis });
    }),
  );
}
