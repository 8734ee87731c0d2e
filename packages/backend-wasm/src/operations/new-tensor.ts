import { engine, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";

/** Room for a float32 array of this shape, its values whatever was there. Nobody disposes of it but us. */
export function allocate(module: WasmModule, shape: ReadonlyArray<number>): TensorInfo {
  const info = module.backend.makeOutput(shape as Array<number>, "float32");
  // A full heap gives address 0, where TensorFlow.js keeps things of its own.
  if (addressOf(module, info) !== 0) return info;
  module.backend.disposeData(info.dataId);
  throw new RangeError(
    `The memory of wasm has no room for a tensor of shape [${shape.join(", ")}].`,
  );
}

/** A tensor that scopes know. */
export function tensorOf({ backend }: WasmModule, info: TensorInfo): Tensor {
  return engine().makeTensorFromTensorInfo(info, backend) as Tensor;
}
