import * as tf from "@tensorflow/tfjs";

/** Width of the two hidden layers. */
export const WIDTH = 16;

/** Rows and columns of the three layers' matrices. */
export const LAYERS: ReadonlyArray<readonly [rows: number, columns: number]> = [
  [2, WIDTH],
  [WIDTH, WIDTH],
  [WIDTH, 2],
];

/** dy/dt for a batch of states [n, 2]. */
export type Field = (t: number, y: tf.Tensor) => tf.Tensor;

/** The right-hand side: the rates of change of hare and lynx as a function of their numbers. */
export interface Model {
  /** Matrix and bias, layer by layer. */
  readonly parameters: ReadonlyArray<tf.Variable>;
  /** It does not depend on time, so trajectories cannot cross. */
  readonly field: Field;
}

/** A perceptron 2 → 16 → 16 → 2 with tanh, initialised from `seed`. */
export function createModel(seed: number): Model {
  const parameters = LAYERS.flatMap(([rows, columns], layer) => {
    // The last layer starts at half its usual scale, so that no early trajectory diverges.
    const deviation = (layer === LAYERS.length - 1 ? 0.5 : 1) / Math.sqrt(rows);
    const draw = tf.randomNormal([rows, columns], 0, deviation, "float32", 1000 * seed + layer);
    const matrix = tf.variable(draw);
    draw.dispose();
    return [matrix, tf.variable(tf.zeros([columns]))];
  });
  const field: Field = (_t, y) => {
    let x = y;
    for (let i = 0; i < parameters.length; i += 2) {
      x = tf.add(tf.matMul(x, parameters[i] as tf.Tensor), parameters[i + 1] as tf.Tensor);
      if (i + 2 < parameters.length) x = tf.tanh(x);
    }
    return x;
  };
  return { parameters, field };
}
