import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { traceAt } from "./support/evaluate-traced.js";

let y: tf.Tensor;
let w: tf.Variable;
beforeAll(() => {
  y = tf.ones([2, 3]);
  w = tf.tidy(() => tf.variable(tf.ones([3])));
});
afterAll(() => tf.dispose([y, w]));

type Op = (x: tf.Tensor) => tf.Tensor;

/** A function with a value and a factor of its derivative. */
function custom(value: Op, factor: Op): Op {
  const op = tf.customGrad((x, save) => {
    (save as (tensors: Array<tf.Tensor>) => void)([x as tf.Tensor]);
    const gradFunc = (dy: tf.Tensor, [saved]: Array<tf.Tensor>) =>
      tf.mul(dy, factor(saved as tf.Tensor));
    return { value: value(x as tf.Tensor), gradFunc } as never;
  });
  return (x) => op(x);
}

const wrong: ReadonlyArray<readonly [string, Op]> = [
  ["another function", custom(tf.tanh, (x) => tf.mul(x, 0.5))],
  ["straight through", custom(tf.round, tf.onesLike)],
  ["a factor a little off", custom(tf.sin, (x) => tf.mul(tf.cos(x), 1.0001))],
  ["the opposite", custom(tf.square, (x) => tf.mul(x, -2))],
  ["zero", custom(tf.sin, tf.zerosLike)],
  ["dependent on the cotangent's values", (x) => reading(0.5)(x)],
];

const right: ReadonlyArray<readonly [string, Op]> = [
  ["the same function", custom(tf.tanh, (x) => tf.sub(1, tf.square(tf.tanh(x))))],
  ["defined for positive numbers only", custom(tf.log, (x) => tf.div(1, x))],
  ["of the same tensor twice", (x) => product((y) => y)(x)],
  ["of a tensor and a function of it", (x) => product((y) => tf.neg(tf.reshape(y, [2, 3])))(x)],
  ["dependent on the cotangent's values", (x) => reading(2)(x)],
  ["of TensorFlow.js: logSoftmax", (x) => tf.logSoftmax(x)],
  ["of TensorFlow.js: logSigmoid", (x) => tf.logSigmoid(x)],
  [
    "of TensorFlow.js: a fused product",
    (x) => tf.fused.matMul({ a: x, b: tf.ones([3, 3]), activation: "relu" }),
  ],
];

/** The double, with a gradient that reads its cotangent. */
const reading = (factor: number): Op =>
  tf.customGrad(
    (x) =>
      ({
        value: tf.mul(x as tf.Tensor, 2),
        gradFunc: (dy: tf.Tensor) =>
          tf.tensor(
            dy.dataSync().map((g) => factor * g),
            dy.shape,
          ),
      }) as never,
  );

/** A product, differentiated for both factors: the same, or one a function of the other. */
const product = (second: Op): Op => {
  const op = tf.customGrad((a, b, save) => {
    (save as (tensors: Array<tf.Tensor>) => void)([a as tf.Tensor, b as tf.Tensor]);
    const gradFunc = (dy: tf.Tensor, saved: Array<tf.Tensor>) => [
      tf.mul(dy, saved[1] as tf.Tensor),
      tf.mul(dy, saved[0] as tf.Tensor),
    ];
    return { value: tf.mul(a as tf.Tensor, b as tf.Tensor), gradFunc } as never;
  });
  return (x) => op(x, second(x));
};

/** Where its value reaches the result: in f, in a gradient inside f, and in one of those. */
const places: ReadonlyArray<readonly [string, (op: Op) => Op]> = [
  ["in f", (op) => (x) => op(tf.mul(x, w))],
  [
    "in a value with its gradient",
    (op) => (x) => {
      const { value, grad } = tf.valueAndGrad((z: tf.Tensor) => tf.sum(op(tf.mul(z, w))))(x);
      return tf.add(value, grad);
    },
  ],
  [
    "in a gradient's value with its gradient",
    (op) => (x) => {
      const inner = (z: tf.Tensor) => {
        const both = tf.valueAndGrad((u: tf.Tensor) => tf.sum(op(tf.mul(u, w))))(z);
        return tf.add(tf.sum(both.grad), both.value) as tf.Scalar;
      };
      return tf.grad(inner)(x);
    },
  ],
];

for (const [place, put] of places) {
  test.each(wrong)(
    `A custom gradient that is another function is refused ${place}: %s`,
    (_, op) => {
      const before = tf.memory().numTensors;
      expect(() => traceAt((_t, x: tf.Tensor) => put(op)(x), y)).toThrow(
        "defines another gradient than the derivative of the value",
      );
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  test.each(right)(`A custom gradient that is the derivative is traced ${place}: %s`, (_, op) => {
    const before = tf.memory().numTensors;
    traceAt((_t, x: tf.Tensor) => put(op)(x), y);
    expect(tf.memory().numTensors).toBe(before);
  });
}

test("A function with several of them has the inputs of a function without.", () => {
  const f = (_t: number, x: tf.Tensor) => tf.add(tf.logSigmoid(x), tf.logSoftmax(tf.sum(x, 0)));
  const { nodes } = traceAt(f, y).func.graph;
  expect(nodes.filter(({ kind }) => kind === "input")).toMatchObject([{ role: "state" }]);
});
