import { engine, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";
import type { WasmModule } from "../module/wasm-module.js";

/**
 * Room for a float32 array of this shape, its values whatever was there. Nobody disposes of it but us.
 *
 * @throws EngineFailedError when the heap is full, by its guard.
 */
export function allocate({ backend }: WasmModule, shape: ReadonlyArray<number>): TensorInfo {
  return backend.makeOutput(shape as Array<number>, "float32");
}

/** A tensor that scopes know. */
export function tensorOf({ backend }: WasmModule, info: TensorInfo): Tensor {
  return engine().makeTensorFromTensorInfo(info, backend) as Tensor;
}
