import { type GradFunc, PadV2, Reverse, Slice, type Tensor } from "@tensorflow/tfjs-core";
import { add, run } from "../kernels/kernels.js";

type Paddings = ReadonlyArray<readonly [number, number]>;

/** The transpose of `tf.mirrorPad`: one axis after another, what was mirrored is turned round and added to where it came from. */
export const mirrorPadGradient: GradFunc = (dy, [x], attrs) => {
  const { mode, paddings } = attrs as unknown as { mode: string; paddings: Paddings };
  const { shape } = x as Tensor;
  // Reflection leaves out the edge itself.
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
  /** A mirrored part, where it came from. */
  const returned = (from: number, size: number, to: number): Tensor => {
    const turned = run(Reverse, { x: part(from, size) }, { dims: [axis] });
    const paddings = dy.shape.map((_, i) => (i === axis ? [to, length - to - size] : [0, 0]));
    return run(PadV2, { x: turned }, { paddings, constantValue: 0 });
  };
  if (before === 0 && after === 0) return dy;
  let total = part(before, length);
  if (before > 0) total = add(total, returned(0, before, edge));
  if (after > 0) total = add(total, returned(before + length, after, length - edge - after));
  return total;
}
