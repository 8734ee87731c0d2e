import * as tf from "@tensorflow/tfjs";

/** y' = tanh(y W + b + u sin 2t) V, with the time as a tensor, for a batch of states of two numbers. */
export interface WavingNetwork {
  readonly weights: ReadonlyArray<tf.Variable>;
  f(t: tf.Scalar, y: tf.Tensor): tf.Tensor;
}

/** The network with weights from a sine, the same each time. */
export function wavingNetwork(hidden = 5): WavingNetwork {
  const shapes = [[2, hidden], [hidden], [hidden], [hidden, 2]];
  const weights = shapes.map((shape, i) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = Array.from({ length: size }, (_, j) => 0.6 * Math.sin(1 + 3 * i + 2 * j));
    return tf.variable(tf.tensor(values, shape));
  });
  const [w, b, u, v] = weights as [tf.Variable, tf.Variable, tf.Variable, tf.Variable];
  return {
    weights,
    f: (t, y) => {
      const wave = tf.mul(u, tf.sin(tf.mul(t, 2)));
      return tf.matMul(tf.tanh(tf.add(tf.add(tf.matMul(y, w), b), wave)), v);
    },
  };
}

/** A batch of initial states. */
export function startOf(): tf.Tensor {
  return tf.tensor2d([
    [1, -0.5],
    [0.25, 0.75],
    [-1.5, 0.5],
  ]);
}
