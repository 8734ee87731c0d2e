import * as tf from "@tensorflow/tfjs";
import { type NumberArray, networkNumbers } from "./network-numbers.js";
import { onEngine } from "./on-engine.js";
import type { NetworkSize } from "./sizes.js";

type Matrix = tf.Tensor2D;

/** A network on the active engine, for the lifetime of the process. */
export interface Network {
  readonly y0: tf.Tensor;
  readonly cotangent: tf.Tensor;
  readonly parameters: ReadonlyArray<tf.Variable>;
  /** y → tanh(tanh(y W1 + b1) W2 + b2) W3 + b3, as a function of everything. */
  apply(y: tf.Tensor, parameters: ReadonlyArray<tf.Tensor>): tf.Tensor;
  /** The same, as dynamics. */
  f(t: number, y: tf.Tensor): tf.Tensor;
  /** Only its three matrix products. */
  products(): ReadonlyArray<tf.Tensor>;
}

/** The network of a size. */
export function network(size: NetworkSize): Network {
  const numbers = networkNumbers(size);
  const parameters = numbers.parameters.map((each) => tf.variable(tensor(each)));
  const y0 = tensor(numbers.y0);
  return {
    y0,
    cotangent: tensor(numbers.cotangent),
    parameters,
    apply,
    f: (_t, y) => apply(y, parameters),
    products() {
      const [w1, , w2, , w3] = parameters as unknown as ReadonlyArray<Matrix>;
      const first = tf.matMul(y0 as Matrix, w1 as Matrix);
      const second = tf.matMul(first, w2 as Matrix);
      return [first, second, tf.matMul(second, w3 as Matrix)];
    },
  };
}

function apply(y: tf.Tensor, parameters: ReadonlyArray<tf.Tensor>): tf.Tensor {
  const [w1, b1, w2, b2, w3, b3] = parameters as [
    Matrix,
    tf.Tensor,
    Matrix,
    tf.Tensor,
    Matrix,
    tf.Tensor,
  ];
  const first = tf.tanh(tf.add(tf.matMul(y as Matrix, w1), b1));
  const second = tf.tanh(tf.add(tf.matMul(first as Matrix, w2), b2));
  return tf.add(tf.matMul(second as Matrix, w3), b3);
}

function tensor({ values, shape }: NumberArray): tf.Tensor {
  return onEngine(values, shape);
}
