import type * as tf from "@tensorflow/tfjs";

/** A right-hand side of any state. */
export type RightHandSide = (t: number, y: never) => tf.Tensor | Array<tf.Tensor>;

/**
 * What every right-hand side passes through before it is solved: the one place to replace f by a faster one that computes the
 * same, such as a compiled f.
 */
export function prepare<F extends RightHandSide>(f: F): F {
  return f;
}
