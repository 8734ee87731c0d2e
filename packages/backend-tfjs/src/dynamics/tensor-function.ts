import type { Tree } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * The right-hand side f of y' = f(t, y), as users of TensorFlow.js write it: a function of the time (a number, or a
 * scalar tensor if the context says so) and the state (in the structure of y0, with float32 leaves), or a layers model,
 * which is applied to y only.
 *
 * A function returns the same nesting and shapes as y, in float32. It is synchronous and need not free anything: each
 * evaluation runs in its own scope. It must not read values (`dataSync`): the gradient would not pass through them.
 *
 * @example
 * const decay: TensorFunction = (t, y: tf.Tensor) => tf.mul(y, -1);
 * const oscillator: TensorFunction = (t, { q, p }: { q: tf.Tensor; p: tf.Tensor }) => ({ q: p, p: tf.neg(q) });
 * const learned: TensorFunction = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] });
 */
export type TensorFunction = TensorDynamics | TensorModel;

/**
 * A function f(t, y). Declared as a method so that the user's parameter may be a single tensor, a list or a record,
 * depending on y0 (bivariance).
 */
export type TensorDynamics = {
  /** dy/dt at (t, y). */
  f(t: number, y: Tree<Tensor>): Tree<Tensor>;
}["f"];

/** The used part of a tfjs-layers model or layer. */
export interface TensorModel {
  /** The model's output. */
  apply(inputs: Tensor | Array<Tensor>): unknown;
  readonly trainableWeights: ReadonlyArray<LayerWeight>;
}

/** A weight of a layer, which returns its variable. */
export interface LayerWeight {
  /** The variable. */
  read(): Tensor;
}

/** Whether a value looks like a layers model (`apply` and `trainableWeights`). */
export function isModel(func: unknown): func is TensorModel {
  if (typeof func !== "object" || func === null) return false;
  return typeof (func as Partial<TensorModel>).apply === "function" && "trainableWeights" in func;
}
