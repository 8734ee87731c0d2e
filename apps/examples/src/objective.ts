import * as tf from "@tensorflow/tfjs";
import type { Pair } from "./log-scale.js";

/** A scalar function of a trajectory, [years, 1, 2], and its derivative in double precision. */
export interface Objective {
  readonly value: (ys: tf.Tensor) => tf.Scalar;
  /** Maps the concatenated states to their cotangents. */
  readonly cotangents: (ys: Float64Array) => Float64Array<ArrayBuffer>;
}

/** The training loss: the mean squared error over the record. */
export function lossOver(states: ReadonlyArray<Pair>): Objective {
  const target = states.flat();
  return {
    value: (ys) => tf.losses.meanSquaredError(tf.tensor(target, ys.shape), ys),
    cotangents: (ys) =>
      Float64Array.from(ys, (y, i) => (2 / target.length) * (y - (target[i] as number))),
  };
}

/**
 * The sum of the last state. Unlike that of the loss, its gradient does not vanish as the model is trained, so its
 * relative error measures the method, not how close the gradient is to zero.
 */
export const lastState: Objective = {
  value: (ys) => tf.sum(tf.slice(ys, [ys.shape[0] - 1], [1])),
  cotangents: (ys) => Float64Array.from(ys, (_, i) => (i < ys.length - 2 ? 0 : 1)),
};
