import { type GradFunc, PadV2, Reverse, Slice, type Tensor } from "@tensorflow/tfjs-core";
import { add, run } from "../kernels/kernels.js";

type Paddings = ReadonlyArray<readonly [number, number]>;

/** The transpose of `tf.mirrorPad`: along each axis, flips the mirrored parts and adds them to their source. */
export const mirrorPadGradient: GradFunc = (dy, [x], attrs) => {
  const { mode, paddings } = attrs as unknown as { mode: string; paddings: Paddings };
  const { shape } = x as Tensor;
  // Reflection excludes the edge itself.
  const edge = mode === "reflect" ? 1 : 0;
  return {
    x: () =>
      paddings.reduce<Tensor>(
        (folded, padding, axis) => fold(folded, axis, padding, shape[axis] as number, edge),
        dy as Tensor,
      ),
  };
};

function fold(
  dy: Tensor,
  axis: number,
  [before, after]: readonly [number, number],
  length: number,
  edge: number,
): Tensor {
  const part = (from: number, size: number): Tensor => {
    const begin = dy.shape.map((_, i) => (i === axis ? from : 0));
    const sizes = dy.shape.map((n, i) => (i === axis ? size : n));
    return run(Slice, { x: dy }, { begin, size: sizes });
  };
  /** A mirrored part, flipped and moved to its source. */
  const unfolded = (from: number, size: number, to: number): Tensor => {
    const flipped = run(Reverse, { x: part(from, size) }, { dims: [axis] });
    const paddings = dy.shape.map((_, i) => (i === axis ? [to, length - to - size] : [0, 0]));
    return run(PadV2, { x: flipped }, { paddings, constantValue: 0 });
  };
  if (before === 0 && after === 0) return dy;
  let total = part(before, length);
  if (before > 0) total = add(total, unfolded(0, before, edge));
  if (after > 0) total = add(total, unfolded(before + length, after, length - edge - after));
  return total;
}
