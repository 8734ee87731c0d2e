import * as tf from "@tensorflow/tfjs";

/**
 * Values as a tensor that the engine itself has computed, as states of a solve are. Others stay with the host until they
 * are used, and some engines read them there.
 */
export function onEngine(values: Float32Array, shape: ReadonlyArray<number>): tf.Tensor {
  return tf.tidy(() => tf.add(tf.tensor(values, [...shape], "float32"), tf.scalar(0)));
}
