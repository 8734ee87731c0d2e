import { backend_util, type NamedAttrMap } from "@tensorflow/tfjs-core";

type Shape = ReadonlyArray<number>;
type Rounding = "floor" | "round" | "ceil" | undefined;
/** Three sizes, the type used in TensorFlow.js' computations of shapes. */
type Sizes = [number, number, number];

/** The sizes of a pooling in the order of `Pooling` in assembly/kernels/pooling.ts. */
export type Pooling = ReadonlyArray<number>;

/** Sizes of windows in images. */
export function pooling2D(shape: Shape, attrs: NamedAttrMap): Pooling {
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

/** Sizes of windows in volumes. */
export function pooling3D(shape: Shape, attrs: NamedAttrMap): Pooling {
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
