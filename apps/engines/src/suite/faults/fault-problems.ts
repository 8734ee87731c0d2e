import * as tf from "@tensorflow/tfjs";
import type { OdeOptions } from "symplectic-adjoint";

type State = Record<string, tf.Tensor>;

/** A small problem that runs every kind of code in which a fault can occur. */
export interface FaultProblem {
  readonly title: string;
  readonly options: OdeOptions<tf.Tensor>;
  readonly times: ReadonlyArray<number>;
  /** Creates the initial state and the weights as tensors; the caller may convert them to variables. */
  readonly y0: () => State;
  readonly weights: () => ReadonlyArray<tf.Tensor>;
  /** f with these weights. */
  readonly dynamics: (weights: ReadonlyArray<tf.Tensor>) => (t: number, y: State) => State;
}

// The function passed to tf.grad saves one tensor per operation, and the custom operation saves after its last kernel:
// TensorFlow.js leaks the saved tensors of an operation that fails later.

/** y' = tanh(y W + b), adaptive: two attempts or three, with error norms to read. */
const dense: FaultProblem = {
  title: "a dense layer, adaptive",
  options: { method: "bosh3", rtol: 0.05, atol: 0.05, firstStep: 0.5 },
  times: [0, 1],
  y0: () => ({ y: tf.tensor2d([[0.5, -0.25]]) }),
  weights: () => [
    tf.tensor2d([
      [0.3, -0.6],
      [0.7, 0.2],
    ]),
    tf.tensor1d([0.1, -0.2]),
  ],
  dynamics:
    ([w, b]) =>
    (_t, { y }) => ({
      y: tf.tanh(tf.add(tf.matMul(y as tf.Tensor2D, w as tf.Tensor2D), b as tf.Tensor)),
    }),
};

/**
 * q' = ∂H/∂p of H = Σ exp(p)·tanh(w q), p' by an operation with a custom gradient; the first step is chosen
 * automatically.
 */
const energy: FaultProblem = {
  title: "a record, with tf.grad and tf.customGrad in f",
  options: { method: "euler", stepsPerInterval: 1 },
  times: [0, 0.25, 0.5],
  y0: () => ({ q: tf.tensor1d([0.5, -0.25]), p: tf.tensor1d([0.2, 0.4]) }),
  weights: () => [tf.tensor1d([0.3, 0.7])],
  dynamics: ([w]) => {
    const cubed = tf.customGrad((x, save) => {
      const value = tf.mul(x as tf.Tensor, tf.square(x as tf.Tensor));
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      return {
        value,
        gradFunc: (dy, saved) => tf.mul(dy, tf.mul(3, tf.square(saved[0] as tf.Tensor))),
      };
    });
    return (_t, { q, p }) => ({
      q: tf.mul(tf.grad((x) => tf.sum(tf.square(tf.tanh(x))))(p as tf.Tensor), w as tf.Tensor),
      p: tf.neg(cubed(tf.add(q as tf.Tensor, w as tf.Tensor))),
    });
  },
};

/** Outputs within steps, of which one costs an evaluation of its own: steps of a method that is not FSAL. */
const interpolated: FaultProblem = {
  ...dense,
  title: "a dense layer, with outputs within steps",
  options: { method: "midpoint", stepSize: 0.5, interpolate: true },
  times: [0, 0.2, 0.3, 0.9, 1],
};

export const faultProblems: ReadonlyArray<FaultProblem> = [dense, energy, interpolated];
