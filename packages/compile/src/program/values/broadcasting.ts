import { padRank, type Shape, sizeOf, stridedOffsets, stridesOf } from "../../graph/shapes.js";

/**
 * How an operand repeats within a result. `inner` is the length of the rows into which the result is cut: for a row the
 * length of the operand, for a column how often each of its numbers repeats.
 */
export type Broadcasting =
  | { readonly kind: "full" | "scalar" | "general" }
  | { readonly kind: "row" | "column"; readonly inner: number };

/** The broadcasting of an operand of shape `shape` to `result`, by NumPy's rules. */
export function broadcastingOf(shape: Shape, result: Shape): Broadcasting {
  const size = sizeOf(shape);
  if (size === sizeOf(result)) return { kind: "full" };
  if (size === 1) return { kind: "scalar" };
  // From the last axis: the run of axes that the operand has, or has not, then the others.
  let inner = 1;
  let changes = 0;
  let first: boolean | undefined;
  let last: boolean | undefined;
  for (let back = 1; back <= result.length; back++) {
    const length = result[result.length - back] as number;
    if (length === 1) continue;
    const has = shape[shape.length - back] === length;
    first ??= has;
    if (last !== undefined && has !== last) changes++;
    last = has;
    if (changes === 0) inner *= length;
  }
  if (changes > 1) return { kind: "general" };
  return { kind: first ? "row" : "column", inner };
}

/**
 * The gather that repeats an operand: the table that makes an array of shape `to` of one of shape `from`, in blocks as
 * long as possible.
 */
export function repetition(from: Shape, to: Shape): { block: number; table: Int32Array } {
  const padded = padRank(from, to.length);
  let axes = to.length;
  while (axes > 0 && padded[axes - 1] === to[axes - 1]) axes--;
  const blocks = padded.slice(0, axes);
  const strides = stridesOf(blocks).map((stride, axis) => (blocks[axis] === 1 ? 0 : stride));
  return { block: sizeOf(to.slice(axes)), table: stridedOffsets(to.slice(0, axes), strides) };
}
