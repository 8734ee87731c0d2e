import * as tf from "@tensorflow/tfjs";

/**
 * Values as a tensor computed by the engine itself, like the states of a solve. Uploaded tensors stay on the host until
 * they are used, and some engines read them there.
 */
export function onEngine(values: Float32Array, shape: ReadonlyArray<number>): tf.Tensor {
  return tf.tidy(() => tf.add(tf.tensor(values, [...shape], "float32"), tf.scalar(0)));
}
