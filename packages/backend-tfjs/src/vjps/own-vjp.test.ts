import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { activate } from "../../test/on-each-engine.js";
import { ownVjp } from "./gradient-of.js";
import { kernelVjps } from "./kernel-vjps.js";

beforeAll(() => activate("cpu"));

const config = (name: string): tf.GradConfig => tf.getGradient(name) as tf.GradConfig;

test.each([...kernelVjps.keys()])(
  "The gradient of %s that TensorFlow.js registers is recognized.",
  (name) => {
    const before = tf.memory().numTensors;
    expect(ownVjp(config(name))).toBe(kernelVjps.get(name));
    expect(tf.memory().numTensors).toBe(before);
  },
);

test("Kernels without a VJP of this library use the registered gradient.", () => {
  expect(ownVjp(config("Pow"))).toBeUndefined();
});

const tanhGradients: ReadonlyArray<readonly [string, tf.GradFunc]> = [
  [
    "another constant",
    (dy, [y]) => ({
      x: () => tf.mul(tf.sub(tf.scalar(2), tf.square(y as tf.Tensor)), dy as tf.Tensor),
    }),
  ],
  [
    "another operation",
    (dy, [y]) => ({
      x: () => tf.mul(tf.sub(tf.scalar(1), tf.abs(y as tf.Tensor)), dy as tf.Tensor),
    }),
  ],
  [
    "another operand",
    (_dy, [y]) => ({
      x: () => tf.mul(tf.sub(tf.scalar(1), tf.square(y as tf.Tensor)), y as tf.Tensor),
    }),
  ],
  [
    "a clipped cotangent",
    (dy, [y]) => ({
      x: () =>
        tf.clipByValue(
          tf.mul(tf.sub(tf.scalar(1), tf.square(y as tf.Tensor)), dy as tf.Tensor),
          -1,
          1,
        ),
    }),
  ],
  [
    "a look at values",
    (dy, [y]) => ({
      x: () => ((y as tf.Tensor).dataSync()[0] === 0 ? tf.neg(dy as tf.Tensor) : (dy as tf.Tensor)),
    }),
  ],
  ["nothing", () => ({})],
];

test.each(tanhGradients)("A gradient with %s instead is not considered equal.", (_, gradFunc) => {
  const before = tf.memory().numTensors;
  const mine = { kernelName: "Tanh", outputsToSave: [true], gradFunc };
  expect(ownVjp(mine)).toBeUndefined();
  expect(tf.memory().numTensors).toBe(before);
});

test("A user's gradient with the same operations is considered equal.", () => {
  const same: tf.GradFunc = (dy, [y]) => ({
    x: () => tf.mul(tf.sub(tf.scalar(1), tf.square(y as tf.Tensor)), dy as tf.Tensor),
  });
  const mine = { kernelName: "Tanh", outputsToSave: [true], gradFunc: same };
  expect(ownVjp(mine)).toBe(kernelVjps.get("Tanh"));
});
