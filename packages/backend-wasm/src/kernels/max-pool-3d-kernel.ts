import { MaxPool3D, type TensorInfo } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { pooling3D } from "./pooling.js";
import { areFloats, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

/** `tf.maxPool3d`. TensorFlow.js' kernel starts the maximum at 0. */
export function maxPool3dKernel(module: WasmModule): WasmKernel {
  return wasmKernel(module, MaxPool3D, (stock) => (inputs, attrs) => {
    const x = inputs.x as TensorInfo;
    if (!areFloats(x)) return stock(inputs, attrs);
    const { arena, exports } = module;
    const xAt = addressOf(module, x);
    const pooling = pooling3D(x.shape, attrs);
    const [batch, channels, , , , ...outer] = pooling;
    const out = allocate(module, [batch, ...outer.slice(0, 3), channels] as Array<number>);
    arena.reserve(pooling.length);
    arena.addresses.set(pooling);
    exports.maxPool(xAt, addressOf(module, out), arena.addressesAt);
    return out;
  });
}
