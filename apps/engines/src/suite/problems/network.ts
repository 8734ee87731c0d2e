import { mlp } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import type { TensorProblem } from "./tensor-problem.js";

const [BATCH, INPUTS, HIDDEN] = [3, 2, 5];
const size = { inputs: INPUTS, hidden: HIDDEN, batch: BATCH, forcing: true };
const { y0, parameters } = mlp(size);

/** y' = tanh(y W1 + b1 + u sin 2t) W2 + b2 for a batch of states. */
export const network: TensorProblem = {
  name: "a network",
  onHost: mlp({
    ...size,
    y0: y0.map((value, i) => Math.fround(value + 0.1 * i)),
    parameters: parameters.map(Math.fround),
  }),
  state: [[BATCH, INPUTS]],
  parameters: [[INPUTS, HIDDEN], [HIDDEN], [HIDDEN], [HIDDEN, INPUTS], [INPUTS]],
  withParameters(weights) {
    const [w1, b1, u, w2, b2] = weights as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    return (t, [y]) => {
      const wave = tf.mul(u, Math.sin(2 * t));
      const hidden = tf.tanh(tf.add(tf.add(tf.matMul(y as tf.Tensor, w1), b1), wave));
      return [tf.add(tf.matMul(hidden, w2), b2)];
    };
  },
};
