import {
  MaxPool3DGrad,
  MaxPoolGrad,
  type NamedAttrMap,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { inPlane, inSpace, type Pooling } from "./pooling.js";
import { areFloats, type Compute, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

type Shape = ReadonlyArray<number>;

/**
 * The gradients of `tf.maxPool` and `tf.maxPool3d`. TensorFlow.js' own are wrong where window, strides or padding differ
 * between the axes.
 */
export function maxPoolGradKernels(module: WasmModule): Array<WasmKernel> {
  return [
    wasmKernel(module, MaxPoolGrad, (stock) => gradient(module, stock, inPlane)),
    wasmKernel(module, MaxPool3DGrad, (stock) => gradient(module, stock, inSpace)),
  ];
}

function gradient(
  module: WasmModule,
  stock: Compute,
  poolingOf: (shape: Shape, attrs: NamedAttrMap) => Pooling,
): Compute {
  return (inputs, attrs) => {
    const x = inputs.input as TensorInfo;
    const dy = inputs.dy as TensorInfo;
    if (!areFloats(x, dy)) return stock(inputs, attrs);
    const { arena, exports } = module;
    const xAt = addressOf(module, x);
    const dyAt = addressOf(module, dy);
    const pooling = poolingOf(x.shape, attrs);
    const out = allocate(module, x.shape);
    arena.reserve(pooling.length);
    arena.addresses.set(pooling);
    exports.maxPoolGrad(xAt, dyAt, addressOf(module, out), arena.addressesAt);
    return out;
  };
}
