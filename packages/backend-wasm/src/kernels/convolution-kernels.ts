import {
  backend_util,
  Conv2DBackpropFilter,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  type NamedAttrMap,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { areFloats, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

type Conv2DInfo = backend_util.Conv2DInfo;
type Pad = Parameters<typeof backend_util.computeConv2DInfo>[4];
type Rounding = Parameters<typeof backend_util.computeConv2DInfo>[5];
type Shape4D = [number, number, number, number];

/** The gradients of convolutions that TensorFlow.js' wasm lacks. Channels come last, as in its convolutions. */
export function convolutionKernels(module: WasmModule): Array<WasmKernel> {
  const { convolutionFilterGrad, depthwiseFilterGrad, depthwiseInputGrad } = module.exports;
  return [
    wasmKernel(module, Conv2DBackpropFilter, (stock) => (inputs, attrs) => {
      const x = inputs.x as TensorInfo;
      const dy = inputs.dy as TensorInfo;
      const lastChannels = (attrs.dataFormat ?? "NHWC") === "NHWC";
      if (!areFloats(x, dy) || !lastChannels) return stock(inputs, attrs);
      const filterShape = attrs.filterShape as Shape4D;
      const info = convolutionInfo(x.shape, filterShape, attrs, false);
      return run(module, convolutionFilterGrad, x, dy, info.filterShape, info);
    }),
    wasmKernel(module, DepthwiseConv2dNativeBackpropFilter, (stock) => (inputs, attrs) => {
      const x = inputs.x as TensorInfo;
      const dy = inputs.dy as TensorInfo;
      if (!areFloats(x, dy)) return stock(inputs, attrs);
      const info = convolutionInfo(x.shape, attrs.filterShape as Shape4D, attrs, true);
      return run(module, depthwiseFilterGrad, x, dy, info.filterShape, info);
    }),
    wasmKernel(module, DepthwiseConv2dNativeBackpropInput, (stock) => (inputs, attrs) => {
      const dy = inputs.dy as TensorInfo;
      const filter = inputs.filter as TensorInfo;
      if (!areFloats(dy, filter)) return stock(inputs, attrs);
      const shape = attrs.inputShape as Shape4D;
      const info = convolutionInfo(shape, filter.shape as Shape4D, attrs, true);
      return run(module, depthwiseInputGrad, dy, filter, info.inShape, info);
    }),
  ];
}

function convolutionInfo(
  inShape: ReadonlyArray<number>,
  filterShape: Shape4D,
  { strides, dilations, pad, dimRoundingMode }: NamedAttrMap,
  depthwise: boolean,
): Conv2DInfo {
  return backend_util.computeConv2DInfo(
    inShape as Shape4D,
    filterShape,
    strides as [number, number],
    (dilations ?? 1) as [number, number],
    pad as Pad,
    dimRoundingMode as Rounding,
    depthwise,
  );
}

function run(
  module: WasmModule,
  grad: (first: number, second: number, out: number, convolution: number) => void,
  first: TensorInfo,
  second: TensorInfo,
  shape: ReadonlyArray<number>,
  info: Conv2DInfo,
): TensorInfo {
  const { arena } = module;
  const firstAt = addressOf(module, first);
  const secondAt = addressOf(module, second);
  const out = allocate(module, shape);
  // In the order of `Convolution` in assembly/kernels/convolution.ts.
  const sizes = [
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.outChannels,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    info.padInfo.top,
    info.padInfo.left,
  ];
  arena.reserve(sizes.length);
  arena.addresses.set(sizes);
  grad(firstAt, secondAt, addressOf(module, out), arena.addressesAt);
  return out;
}
