import * as tf from "@tensorflow/tfjs";
import { odeintSymplecticAdjoint } from "symplectic-adjoint";
import { HIDDEN } from "./training.js";

const shapes = [[2, HIDDEN], [HIDDEN], [HIDDEN, 2], [2]];

interface Sample {
  readonly y0: Float64Array;
  readonly target: Float64Array;
}

/** The same loss on the active engine of TensorFlow.js, for all samples of a shard in one solve. */
export function tensorLoss(samples: ReadonlyArray<Sample>, values: ReadonlyArray<Float32Array>) {
  const weights = values.map((array, i) => tf.variable(tf.tensor(array, shapes[i])));
  const [w1, b1, w2, b2] = weights as [tf.Variable, tf.Variable, tf.Variable, tf.Variable];
  const rows = (pick: (sample: Sample) => Float64Array) =>
    tf.tensor2d(samples.map((sample) => Array.from(pick(sample))));
  const result = tf.tidy(() => {
    const y0 = rows((sample) => sample.y0);
    const target = rows((sample) => sample.target);
    const f = (_t: number, y: tf.Tensor2D) =>
      tf.add<tf.Tensor2D>(tf.matMul(tf.tanh(tf.add(tf.matMul(y, w1 as tf.Tensor2D), b1)), w2), b2);
    const { value, grads } = tf.variableGrads(() => {
      const ys = odeintSymplecticAdjoint(f, y0, [0, 1], {
        method: "bosh3",
        rtol: 1e-2,
        atol: 1e-2,
      });
      const end = tf.unstack(ys as tf.Tensor)[1] as tf.Tensor;
      return tf.sum(tf.squaredDifference(end, target)) as tf.Scalar;
    }, weights);
    return {
      loss: value.dataSync()[0] as number,
      gradients: weights.map(({ name }) => Float32Array.from(grads[name]?.dataSync() ?? [])),
    };
  });
  tf.dispose(weights);
  return result;
}
