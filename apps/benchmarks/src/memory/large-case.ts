import * as tf from "@tensorflow/tfjs";

/** A network with large states and few layers, whose checkpoints fill the memory, not its tape. */
export interface LargeCase {
  readonly y0: tf.Tensor2D;
  readonly cotangents: tf.Tensor;
  readonly parameters: ReadonlyArray<tf.Variable>;
  f(t: number, y: tf.Tensor): tf.Tensor;
  dispose(): void;
}

/** Units of the layers. */
export const WIDTHS = [64, 256, 256, 64] as const;
/** Rows of the state. */
export const BATCH = 512;

/** y' = tanh(tanh(y W₁ + b₁) W₂ + b₂) W₃ + b₃ on 512 × 64 numbers. */
export function largeCase(): LargeCase {
  const weights = WIDTHS.slice(1).map((width, i) => {
    const before = WIDTHS[i] as number;
    return tf.variable(tf.randomNormal([before, width], 0, 0.5 * before ** -0.5, "float32", 1 + i));
  });
  const biases = WIDTHS.slice(1).map((width) => tf.variable(tf.zeros([width])));
  const y0 = tf.randomNormal([BATCH, WIDTHS[0]], 0, 1, "float32", 7) as tf.Tensor2D;
  const cotangents = tf.randomNormal([2, BATCH, WIDTHS[0]], 0, 1, "float32", 8);
  return {
    y0,
    cotangents,
    parameters: [...weights, ...biases],
    f(_t, y) {
      let x = y;
      weights.forEach((weight, i) => {
        x = tf.add(tf.matMul(x as tf.Tensor2D, weight), biases[i] as tf.Variable);
        if (i < weights.length - 1) x = tf.tanh(x);
      });
      return x;
    },
    dispose: () => tf.dispose([y0, cotangents, ...weights, ...biases]),
  };
}
