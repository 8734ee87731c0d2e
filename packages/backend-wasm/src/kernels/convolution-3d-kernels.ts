import {
  backend_util,
  Conv3DBackpropFilterV2,
  Conv3DBackpropInputV2,
  type NamedAttrMap,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { areFloats, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

type Shape5D = [number, number, number, number, number];
type Grad = (first: number, second: number, out: number, sizes: number) => void;

/**
 * The gradients of `tf.conv3d`, and `tf.conv3dTranspose` itself, which is one of them. TensorFlow.js' kernels mix up
 * axes of different lengths.
 */
export function convolution3DKernels(module: WasmModule): Array<WasmKernel> {
  const { convolution3DFilterGrad, convolution3DInputGrad } = module.exports;
  return [
    wasmKernel(module, Conv3DBackpropFilterV2, (stock) => (inputs, attrs) => {
      const x = inputs.x as TensorInfo;
      const dy = inputs.dy as TensorInfo;
      if (!areFloats(x, dy)) return stock(inputs, attrs);
      const shape = attrs.filterShape as Shape5D;
      return run(module, convolution3DFilterGrad, x, dy, shape, infoOf(x.shape, shape, attrs));
    }),
    wasmKernel(module, Conv3DBackpropInputV2, (stock) => (inputs, attrs) => {
      const dy = inputs.dy as TensorInfo;
      const filter = inputs.filter as TensorInfo;
      if (!areFloats(dy, filter)) return stock(inputs, attrs);
      const shape = attrs.inputShape as Shape5D;
      const info = infoOf(shape, filter.shape, attrs);
      return run(module, convolution3DInputGrad, dy, filter, shape, info);
    }),
  ];
}

function infoOf(
  inShape: ReadonlyArray<number>,
  filterShape: ReadonlyArray<number>,
  { strides, pad }: NamedAttrMap,
): backend_util.Conv3DInfo {
  return backend_util.computeConv3DInfo(
    inShape as Shape5D,
    filterShape as Shape5D,
    strides as [number, number, number],
    1,
    pad as "same",
  );
}

function run(
  module: WasmModule,
  grad: Grad,
  first: TensorInfo,
  second: TensorInfo,
  shape: Shape5D,
  c: backend_util.Conv3DInfo,
): TensorInfo {
  const { arena } = module;
  const firstAt = addressOf(module, first);
  const secondAt = addressOf(module, second);
  const out = allocate(module, shape);
  // In the order of `Convolution3D` in assembly/kernels/convolution-3d-grads.ts.
  const sizes = [
    ...[c.batchSize, c.inChannels, c.outChannels],
    ...[c.inDepth, c.inHeight, c.inWidth],
    ...[c.outDepth, c.outHeight, c.outWidth],
    ...[c.filterDepth, c.filterHeight, c.filterWidth],
    ...[c.strideDepth, c.strideHeight, c.strideWidth],
    ...[c.padInfo.front, c.padInfo.top, c.padInfo.left],
  ];
  arena.reserve(sizes.length);
  arena.addresses.set(sizes);
  grad(firstAt, secondAt, addressOf(module, out), arena.addressesAt);
  return out;
}
