import { lotkaVolterra } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import type { TensorProblem } from "./tensor-problem.js";

/** The Lotka–Volterra equations, with prey and predators in arrays of different shapes, and all rates in one array. */
export const predators: TensorProblem = {
  name: "predators and prey",
  onHost: lotkaVolterra({ y0: [1, 0.75] }),
  state: [[1], []],
  parameters: [[4]],
  withParameters([rates]) {
    return (_t, [prey, predator]) => {
      const [a, b, c, d] = tf.unstack(rates as tf.Tensor) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const [x, y] = [prey, predator] as [tf.Tensor, tf.Tensor];
      const met = tf.mul(x, y);
      const growth = tf.sub(tf.mul(x, a), tf.mul(met, b));
      const decline = tf.sub(tf.mul(met, d), tf.mul(y, c));
      return [growth, tf.reshape(decline, [])];
    };
  },
};
