import { compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";

/** The right-hand side to be learned. */
export interface Network {
  readonly parameters: ReadonlyArray<tf.Variable>;
  /** dy/dt for a batch of states [n, 2]. */
  readonly field: (t: number, y: tf.Tensor) => tf.Tensor;
  /** Frees the parameters. */
  dispose(): void;
}

const WIDTH = 50;
const DEVIATION = 0.1;

/** A perceptron 2 → 50 → 2 with tanh on y³, initialised from `seed`; compiled to one program on request. */
export function makeNetwork(seed: number, compile: boolean): Network {
  const draw = (shape: [number, number], offset: number): tf.Variable =>
    tf.tidy(() => tf.variable(tf.randomNormal(shape, 0, DEVIATION, "float32", seed + offset)));
  const zeros = (length: number): tf.Variable => tf.tidy(() => tf.variable(tf.zeros([length])));
  const [w1, b1, w2, b2] = [draw([2, WIDTH], 0), zeros(WIDTH), draw([WIDTH, 2], 1), zeros(2)];
  const field = (_t: number, y: tf.Tensor): tf.Tensor => {
    const cubes = tf.mul(y, tf.square(y));
    const hidden = tf.tanh(tf.add(tf.matMul(cubes, w1), b1));
    return tf.add(tf.matMul(hidden, w2), b2);
  };
  return {
    parameters: [w1, b1, w2, b2],
    field: compile ? compiled(field) : field,
    dispose: () => tf.dispose([w1, b1, w2, b2]),
  };
}
