import {
  MaxPool3DGrad,
  MaxPoolGrad,
  type NamedAttrMap,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { type Pooling, pooling2D, pooling3D } from "./pooling.js";
import { areFloats, type Compute, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

type Shape = ReadonlyArray<number>;

/**
 * The gradients of `tf.maxPool` and `tf.maxPool3d`. TensorFlow.js' kernels are wrong if window, strides or padding
 * differ between the axes.
 */
export function maxPoolGradKernels(module: WasmModule): Array<WasmKernel> {
  return [
    wasmKernel(module, MaxPoolGrad, (stock) => gradient(module, stock, pooling2D)),
    wasmKernel(module, MaxPool3DGrad, (stock) => gradient(module, stock, pooling3D)),
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
