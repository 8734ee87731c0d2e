import * as tf from "@tensorflow/tfjs";

/** Sizes of the network and of its batch. */
export interface MlpSizes {
  /** Number of dense layers, at least 2. */
  readonly layers: number;
  readonly features?: number;
  readonly hidden?: number;
  readonly batch?: number;
}

/** Dynamics y' = MLP(y, t) and a state to start from. */
export interface Mlp {
  readonly y0: tf.Tensor2D;
  readonly parameters: ReadonlyArray<tf.Variable>;
  f(t: number, y: tf.Tensor): tf.Tensor;
  dispose(): void;
}

/**
 * A multilayer perceptron of the state and the time, features + 1 → hidden → … → hidden → features, with tanh between
 * its layers. By default 17 → 64 → … → 16 for a batch of 32, which the measurements of the PyTorch implementation used.
 */
export function mlp({ layers, features = 16, hidden = 64, batch = 32 }: MlpSizes): Mlp {
  const widths = [features + 1, ...new Array<number>(layers - 1).fill(hidden), features];
  const weights = widths.slice(1).map((width, i) => {
    const before = widths[i] as number;
    const initial = tf.randomNormal([before, width], 0, before ** -0.5, "float32", 1 + i);
    return tf.variable(initial);
  });
  const biases = widths.slice(1).map((width) => tf.variable(tf.zeros([width])));
  const y0 = tf.randomNormal([batch, features], 0, 1, "float32", 7) as tf.Tensor2D;

  return {
    y0,
    parameters: [...weights, ...biases],
    f(t, y) {
      let x: tf.Tensor = tf.concat([y, tf.fill([batch, 1], t)], 1);
      for (let i = 0; i < layers; i++) {
        x = tf.add(
          tf.matMul(x as tf.Tensor2D, weights[i] as tf.Variable),
          biases[i] as tf.Variable,
        );
        if (i < layers - 1) x = tf.tanh(x);
      }
      return x;
    },
    dispose: () => tf.dispose([y0, ...weights, ...biases]),
  };
}
