import { InvalidDynamicsError } from "@symplectic-adjoint/core";
import {
  AvgPool,
  backend_util,
  Conv2D,
  DepthwiseConv2dNative,
  FusedConv2D,
  FusedDepthwiseConv2D,
  MaxPool,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import type { WasmModule } from "../module/wasm-module.js";
import { type WasmKernel, wasmKernel } from "./wasm-kernel.js";

type Info = backend_util.Conv2DInfo;
type Shape4D = [number, number, number, number];
type Rounding = "floor" | "round" | "ceil" | undefined;

/**
 * Convolutions and pooling with TensorFlow.js' kernels, guarded against cases where these write out of bounds or leave
 * parts of the result uninitialised. The kernels count windows themselves, while the op computes the size of the
 * result: for numeric padding it uses the window's height and vertical stride for both axes, and rounds as
 * dimRoundingMode says. The kernels do not compute convolutions with padding "same" and strides larger than the window,
 * so these are computed with explicit padding of zero.
 */
export function windowKernels(module: WasmModule): Array<WasmKernel> {
  const infos = [
    [MaxPool, poolingOf],
    [AvgPool, poolingOf],
    [Conv2D, convolutionOf],
    [FusedConv2D, convolutionOf],
    [DepthwiseConv2dNative, depthwiseOf],
    [FusedDepthwiseConv2D, depthwiseOf],
  ] as const;
  return infos.map(([name, infoOf]) =>
    wasmKernel(module, name, (stock) => (inputs, attrs) => {
      if (attrs.pad === "valid") return stock(inputs, attrs);
      const info = infoOf(inputs, attrs);
      if (attrs.pad === "same") {
        return stock(inputs, leavesGaps(info) ? { ...attrs, pad: paddingOf(info) } : attrs);
      }
      refuseOtherWindows(name, info, attrs);
      return stock(inputs, attrs);
    }),
  );
}

/** Whether the last window ends before the end of the image, on either axis. */
function leavesGaps(info: Info): boolean {
  const height = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight;
  const width = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth;
  return height < info.inHeight || width < info.inWidth;
}

/** The padding of each side, which gives as many windows as "same". */
function paddingOf({ padInfo }: Info): Array<[number, number]> {
  const { top, bottom, left, right } = padInfo;
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}

function refuseOtherWindows(name: string, info: Info, attrs: NamedAttrMap): void {
  const { top, bottom, left, right } = info.padInfo;
  const rows = windows(info.inHeight + top + bottom, info.effectiveFilterHeight, info.strideHeight);
  const columns = windows(info.inWidth + left + right, info.effectiveFilterWidth, info.strideWidth);
  if (rows === info.outHeight && columns === info.outWidth) return;
  throw new InvalidDynamicsError({
    argument: `The padding of the operation ${name}`,
    value: attrs.pad,
    problem: `gives ${rows} by ${columns} windows, but a result of ${info.outHeight} by ${info.outWidth}: TensorFlow.js uses height and stride of the window for both axes if the padding is a number, and rounds as dimRoundingMode says`,
    remedy:
      'Write "same", "valid", or the padding of each side: [[0, 0], [top, bottom], [left, right], [0, 0]]; and leave dimRoundingMode out, or write "floor".',
  });
}

function windows(length: number, window: number, stride: number): number {
  return Math.floor((length - window) / stride) + 1;
}

function poolingOf({ x }: NamedTensorInfoMap, attrs: NamedAttrMap): Info {
  return backend_util.computePool2DInfo(
    (x as TensorInfo).shape as Shape4D,
    attrs.filterSize as [number, number],
    attrs.strides as [number, number],
    1,
    attrs.pad as "same",
    attrs.dimRoundingMode as Rounding,
  );
}

function convolutionOf({ x, filter }: NamedTensorInfoMap, attrs: NamedAttrMap): Info {
  return infoOf(x as TensorInfo, filter as TensorInfo, attrs, false);
}

function depthwiseOf({ x, filter }: NamedTensorInfoMap, attrs: NamedAttrMap): Info {
  return infoOf(x as TensorInfo, filter as TensorInfo, attrs, true);
}

function infoOf(x: TensorInfo, filter: TensorInfo, attrs: NamedAttrMap, depthwise: boolean): Info {
  return backend_util.computeConv2DInfo(
    x.shape as Shape4D,
    filter.shape as Shape4D,
    attrs.strides as [number, number],
    (attrs.dilations ?? 1) as [number, number],
    attrs.pad as "same",
    attrs.dimRoundingMode as Rounding,
    depthwise,
  );
}
