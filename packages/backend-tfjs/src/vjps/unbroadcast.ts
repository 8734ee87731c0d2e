import type { Tensor } from "@tensorflow/tfjs-core";
import { reshape, sumOver, zeros } from "../kernels/kernels.js";
import { disposeAfter } from "../operations/dispose-after.js";

/**
 * The transpose of broadcasting: sums over the axes along which something of `shape` was repeated. `dy` itself if there
 * are none.
 */
export function unbroadcast(dy: Tensor, shape: ReadonlyArray<number>): Tensor {
  return reshapeAndDispose(sumRepeated(dy, shape), shape);
}

/** `reshape`, disposing of x; returns x itself if it has that shape. */
export function reshapeAndDispose(x: Tensor, shape: ReadonlyArray<number>): Tensor {
  return sameShape(x.shape, shape) ? x : disposeAfter(reshape(x, shape), x);
}

/** The sums, without the axes that were summed over. `dy` itself if there are none. */
export function sumRepeated(dy: Tensor, shape: ReadonlyArray<number>): Tensor {
  if (sameShape(dy.shape, shape)) return dy;
  // Some engines sum an empty tensor to an arbitrary number.
  if (dy.size === 0) return zeros(shape);
  const added = dy.shape.length - shape.length;
  const repeated: Array<number> = [];
  for (let i = 0; i < dy.shape.length; i++) {
    if (i < added || (shape[i - added] === 1 && dy.shape[i] !== 1)) repeated.push(i);
  }
  return sumOver(dy, repeated);
}

/** `unbroadcast`, disposing of dy. */
export function unbroadcastAndDispose(dy: Tensor, shape: ReadonlyArray<number>): Tensor {
  const total = unbroadcast(dy, shape);
  return total === dy ? dy : disposeAfter(total, dy);
}

function sameShape(a: ReadonlyArray<number>, b: ReadonlyArray<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
