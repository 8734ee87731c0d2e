import { Identity, type TensorInfo } from "@tensorflow/tfjs-core";
import type { WasmModule } from "../module/wasm-module.js";
import { type WasmKernel, wasmKernel } from "./wasm-kernel.js";

/** Another handle of the same buffer. The buffer is freed with its last handle. */
export function share(
  { backend }: WasmModule,
  x: TensorInfo,
  shape: ReadonlyArray<number>,
): TensorInfo {
  backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: [...shape], dtype: x.dtype };
}

/**
 * Shares the buffer like other engines; TensorFlow.js' wasm copies it. The engine creates an Identity of each tensor
 * saved for a gradient, so tapes used twice the memory. No kernel writes into its inputs.
 */
export function identityKernel(module: WasmModule): WasmKernel {
  return wasmKernel(module, Identity, (stock) => (inputs, attrs) => {
    const x = inputs.x as TensorInfo;
    return x.dtype === "string" ? stock(inputs, attrs) : share(module, x, x.shape);
  });
}
