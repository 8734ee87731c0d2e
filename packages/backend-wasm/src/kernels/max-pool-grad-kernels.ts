import {
  backend_util,
  MaxPool3DGrad,
  MaxPoolGrad,
  type NamedAttrMap,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/new-tensor.js";
import { areFloats, type Compute, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

type Shape = ReadonlyArray<number>;
type Rounding = "floor" | "round" | "ceil" | undefined;
/** Three sizes, as TensorFlow.js' computations of shapes take them. */
type Sizes = [number, number, number];

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

/** In the order of `Pooling` in assembly/kernels/max-pool-grad.ts. */
type Pooling = ReadonlyArray<number>;

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

function inPlane(shape: Shape, attrs: NamedAttrMap): Pooling {
  const p = backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    attrs.filterSize as [number, number],
    attrs.strides as [number, number],
    1,
    attrs.pad as "same",
    attrs.dimRoundingMode as Rounding,
  );
  return [
    ...[p.batchSize, p.inChannels],
    ...[1, p.inHeight, p.inWidth],
    ...[1, p.outHeight, p.outWidth],
    ...[1, p.filterHeight, p.filterWidth],
    ...[1, p.strideHeight, p.strideWidth],
    ...[1, p.dilationHeight, p.dilationWidth],
    ...[0, p.padInfo.top, p.padInfo.left],
  ];
}

function inSpace(shape: Shape, attrs: NamedAttrMap): Pooling {
  const p = backend_util.computePool3DInfo(
    shape as [number, number, number, number, number],
    attrs.filterSize as Sizes,
    attrs.strides as Sizes,
    1,
    attrs.pad as "same",
    attrs.dimRoundingMode as Rounding,
  );
  return [
    ...[p.batchSize, p.inChannels],
    ...[p.inDepth, p.inHeight, p.inWidth],
    ...[p.outDepth, p.outHeight, p.outWidth],
    ...[p.filterDepth, p.filterHeight, p.filterWidth],
    ...[p.strideDepth, p.strideHeight, p.strideWidth],
    ...[p.dilationDepth, p.dilationHeight, p.dilationWidth],
    ...[p.padInfo.front, p.padInfo.top, p.padInfo.left],
  ];
}
