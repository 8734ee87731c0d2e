import {
  backend_util,
  type GradFunc,
  type NamedAttrMap,
  PadV2,
  Slice,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { divide, ones, run } from "../kernels/kernels.js";

/** One spatial axis of a pool: how far its windows reach beyond the image. */
interface Axis {
  readonly before: number;
  readonly after: number;
}

/**
 * The transpose of a mean over the part of each window inside the image: divides the cotangent by the size of that
 * part. The kernels divide by the full window size, so they are applied to a padded image.
 *
 * @param pool The kernel of the pool, in two or three dimensions.
 * @param gradient The kernel of its gradient.
 */
export function averagePoolGradient(pool: string, gradient: string): GradFunc {
  return (cotangent, [x], attrs) => ({
    x: () => {
      const [dy, { shape }] = [cotangent as Tensor, x as Tensor];
      const axes = axesOf(shape, attrs);
      const inside = { ...attrs, pad: "valid" };
      if (axes.every(({ before, after }) => before === 0 && after === 0)) {
        return run(gradient, { dy, input: x }, inside);
      }
      const around = (of: (axis: Axis) => number): Array<number> => [0, ...axes.map(of), 0];
      const [begin, end] = [around(({ before }) => before), around(({ after }) => after)];
      const paddings = begin.map((before, i) => [before, end[i] as number]);
      const image = run(PadV2, { x: ones(shape) }, { paddings, constantValue: 0 });
      const share = run(pool, { x: image }, inside);
      const padded = run(gradient, { dy: divide(dy, share), input: image }, inside);
      return run(Slice, { x: padded }, { begin, size: shape });
    },
  });
}

type PoolAttrs = Parameters<typeof backend_util.computePool3DInfo>;

function axesOf(shape: ReadonlyArray<number>, attrs: NamedAttrMap): ReadonlyArray<Axis> {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as {
    filterSize: PoolAttrs[1];
    strides: PoolAttrs[2];
    pad: PoolAttrs[4];
    dimRoundingMode: PoolAttrs[5];
  };
  if (shape.length === 5) {
    const info = backend_util.computePool3DInfo(
      shape as PoolAttrs[0],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const { front, top, left } = info.padInfo;
    return [
      axis(info.inDepth, info.outDepth, info.strideDepth, info.effectiveFilterDepth, front),
      axis(info.inHeight, info.outHeight, info.strideHeight, info.effectiveFilterHeight, top),
      axis(info.inWidth, info.outWidth, info.strideWidth, info.effectiveFilterWidth, left),
    ];
  }
  const info = backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize as number,
    strides as number,
    1,
    pad as "same",
    dimRoundingMode,
  );
  const { top, left } = info.padInfo;
  return [
    axis(info.inHeight, info.outHeight, info.strideHeight, info.effectiveFilterHeight, top),
    axis(info.inWidth, info.outWidth, info.strideWidth, info.effectiveFilterWidth, left),
  ];
}

/**
 * @param size Size of the image along the axis, followed by the number of windows, their stride and length, and the
 * padding before.
 */
function axis(size: number, count: number, stride: number, window: number, before: number): Axis {
  return { before, after: Math.max(0, (count - 1) * stride + window - size - before) };
}
