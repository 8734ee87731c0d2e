import { changesBetween, tensorflowState } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { afterEach, expect, test } from "vitest";
import { traceAt } from "./support/evaluate-traced.js";

afterEach(() => tf.setBackend("cpu"));

type F = (t: number, x: tf.Tensor) => tf.Tensor;

const gradient: F = (_t, x) => tf.grad((z: tf.Tensor) => tf.sum(tf.tanh(tf.mul(z, z))))(x);
const functions: ReadonlyArray<readonly [string, F]> = [
  ["that is traced", (_t, x) => tf.sin(x)],
  ["with gradients", gradient],
  ["with gradients of gradients", (_t, x) => tf.grad((z: tf.Tensor) => tf.sum(gradient(0, z)))(x)],
  ["with tf.customGrad", (_t, x) => tf.grad((z: tf.Tensor) => tf.sum(tf.logSigmoid(z)))(x)],
  [
    "that throws",
    () => {
      throw new Error("no");
    },
  ],
  ["that throws in a gradient", (_t, x) => tf.grad(() => tf.topk(x, 1).values.mul(x))(x)],
  ["that is not supported", (_t, x) => tf.topk(tf.sin(x), 2).values],
  ["that reads", (_t, x) => tf.mul(x, tf.sin(x).dataSync()[0] as number)],
  ["that uses a number", (t, x) => tf.mul(tf.cos(x), t)],
  ["of a wrong shape", (_t, x) => tf.sum(x)],
];

const engines = ["cpu", "wasm"].flatMap((engine) =>
  functions.map(([name, f]) => [name, engine, f] as const),
);

test.each(engines)("A function %s leaves everything as it was, on %s.", async (_, engine, f) => {
  await tf.setBackend(engine);
  const x = tf.tensor1d([0.5, -1]);
  const check = (): Array<number> =>
    tf.tidy(() => Array.from(tf.matMul(tf.outerProduct(x, x), tf.ones([2, 2])).dataSync()));
  const values = check();
  const backend = tf.backend();
  const before = tensorflowState();
  const platform = Object.getOwnPropertyNames(tf.env().platform);
  const { dataSync } = tf.Tensor.prototype;
  const { assign } = tf.Variable.prototype;
  try {
    traceAt(f, x);
  } catch {
    // Whether it throws or not.
  }
  expect(changesBetween(before, tensorflowState())).toEqual([]);
  expect(Object.getOwnPropertyNames(tf.env().platform)).toEqual(platform);
  expect(tf.Tensor.prototype.dataSync).toBe(dataSync);
  expect(tf.Variable.prototype.assign).toBe(assign);
  expect(tf.getBackend()).toBe(engine);
  expect(tf.backend()).toBe(backend);
  expect(check()).toEqual(values);
  x.dispose();
});

test("Functions are traced while TensorFlow.js is debugged or profiled.", async () => {
  const x = tf.tensor1d([0.5, -1]);
  const { warn } = console;
  console.warn = () => {};
  try {
    tf.env().set("DEBUG", true);
    expect(() => traceAt(gradient, x)).not.toThrow();
    expect(tf.env().getBool("DEBUG")).toBe(true);
  } finally {
    tf.env().set("DEBUG", false);
    console.warn = warn;
  }
  await tf.profile(() => {
    expect(() => traceAt(gradient, x)).not.toThrow();
    return x;
  });
  x.dispose();
});
