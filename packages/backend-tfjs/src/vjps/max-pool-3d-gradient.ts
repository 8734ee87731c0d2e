import {
  backend_util,
  type GradFunc,
  MaxPool,
  MaxPool3DGrad,
  MaxPoolGrad,
  type NamedAttrMap,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { reshape, run } from "../kernels/kernels.js";

type Info = ReturnType<typeof backend_util.computePool3DInfo>;
type Parameters3D = Parameters<typeof backend_util.computePool3DInfo>;

/**
 * The transpose of a maximum over 3D windows. If height and width of the window differ, the kernels of cpu, webgl and
 * webgpu select wrong positions of the maximum; so the maximum is taken in two steps with correct gradients, over
 * planes and then over depth. Windows with equal height and width use the kernel, which is correct for them.
 */
export const maxPool3DGradient: GradFunc = (cotangent, [x, y], attrs) => ({
  x: () => {
    const [dy, input, output] = [cotangent, x, y] as [Tensor, Tensor, Tensor];
    const info = infoOf(input.shape, attrs);
    const { front, back, top, bottom, left, right } = info.padInfo;
    const negativePadding = Math.min(front, back, top, bottom, left, right) < 0;
    if (info.filterHeight === info.filterWidth || negativePadding) {
      return run(MaxPool3DGrad, { dy, input, output }, attrs);
    }
    const { batchSize, inDepth, inHeight, inWidth, inChannels, outDepth, outHeight, outWidth } =
      info;
    const planes = {
      filterSize: [info.filterHeight, info.filterWidth],
      strides: [info.strideHeight, info.strideWidth],
      pad: paddingsOf([top, bottom], [left, right]),
    };
    const depths = {
      filterSize: [info.filterDepth, 1],
      strides: [info.strideDepth, 1],
      pad: paddingsOf([front, back], [0, 0]),
    };
    const image = reshape(input, [batchSize * inDepth, inHeight, inWidth, inChannels]);
    const flat = run(MaxPool, { x: image }, planes);
    const columns = reshape(flat, [batchSize, inDepth, outHeight * outWidth, inChannels]);
    const result = reshape(output, [batchSize, outDepth, outHeight * outWidth, inChannels]);
    const inputs = { dy: reshape(dy, result.shape), input: columns, output: result };
    const between = reshape(run(MaxPoolGrad, inputs, depths), flat.shape);
    const dx = run(MaxPoolGrad, { dy: between, input: image, output: flat }, planes);
    return reshape(dx, input.shape);
  },
});

function paddingsOf(
  rows: [number, number],
  columns: [number, number],
): ReadonlyArray<[number, number]> {
  return [[0, 0], rows, columns, [0, 0]];
}

function infoOf(shape: ReadonlyArray<number>, attrs: NamedAttrMap): Info {
  return backend_util.computePool3DInfo(
    shape as Parameters3D[0],
    attrs.filterSize as Parameters3D[1],
    attrs.strides as Parameters3D[2],
    1,
    attrs.pad as "same",
    attrs.dimRoundingMode as Parameters3D[5],
  );
}
