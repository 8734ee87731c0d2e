import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  evaluateInterpreted,
  evaluateTraced,
  traceAt,
} from "../../test/support/evaluate-traced.js";

let w1: tf.Variable;
let b1: tf.Variable;
let w2: tf.Variable;
let y: tf.Tensor;

beforeAll(() => {
  tf.tidy(() => {
    w1 = tf.variable(tf.randomNormal([3, 8], 0, 1, "float32", 1));
    b1 = tf.variable(tf.randomNormal([8], 0, 1, "float32", 2));
    w2 = tf.variable(tf.randomNormal([8, 3], 0, 1, "float32", 3));
    y = tf.keep(tf.randomNormal([4, 3], 0, 1, "float32", 5));
  });
});
afterAll(() => tf.dispose([w1, b1, w2, y]));

const network = (_t: number, x: tf.Tensor): tf.Tensor =>
  tf.matMul(tf.tanh(tf.add(tf.matMul(x, w1), b1)), w2);

function expectAlike(f: (t: number, x: tf.Tensor) => tf.Tensor): void {
  const traced = traceAt(f, y);
  const [values] = evaluateTraced(traced, traced.func, 0, [y]);
  const expected = Array.from(evaluateInterpreted(f, 0, y)[0] ?? []);
  expect(values?.length).toBe(expected.length);
  for (const [i, x] of expected.entries()) expect(values?.[i]).toBeCloseTo(x, 4);
}

test("A network is traced with its parameters in the order of first use.", () => {
  expectAlike(network);
  expect(traceAt(network, y).parameters).toEqual([w1, b1, w2]);
});

test("Gradients within f are traced, also of gradients.", () => {
  const slope = (x: tf.Tensor): tf.Tensor => tf.grad((z: tf.Tensor) => tf.sum(network(0, z)))(x);
  expectAlike((_t, x) => slope(x));
  expectAlike((_t, x) => tf.grad((z: tf.Tensor) => tf.sum(tf.square(slope(z))))(x));
});
