import { engine, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";
import type { WasmModule } from "../module/wasm-module.js";

/**
 * Allocates an uninitialised float32 array of this shape, which the caller must dispose of.
 *
 * @throws EngineFailedError if the heap is full (thrown by its guard).
 */
export function allocate({ backend }: WasmModule, shape: ReadonlyArray<number>): TensorInfo {
  return backend.makeOutput(shape as Array<number>, "float32");
}

/** A tensor registered with scopes. */
export function tensorOf({ backend }: WasmModule, info: TensorInfo): Tensor {
  return engine().makeTensorFromTensorInfo(info, backend) as Tensor;
}
