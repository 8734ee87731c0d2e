import { describeBackend } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { hostBackend } from "../src/backend/host-backend.js";

const none = () => {
  throw new Error("no function is converted");
};

for (const [precision, tolerance] of [
  ["float32", 1e-6],
  ["float64", 1e-14],
] as const)
  describeBackend(`compiled, in ${precision}`, () => hostBackend(precision, none), tolerance);

test("Arrays are seen as tensors: as those that they were read from, or as one that release frees.", () => {
  const backend = hostBackend("float32", none);
  const before = tf.memory().numTensors;
  const source = tf.tensor2d([[1, 2]]);
  const [own] = backend.copy?.([source]) ?? [];
  expect(backend.present?.([own as never])[0]).toBe(source);
  const [made] = backend.linearCombination(undefined, 2, [1], [[own as never]]);
  const [seen, again] = [0, 1].map(() => backend.present?.([made as never])[0] as tf.Tensor);
  expect(seen).toBe(again);
  expect([seen?.shape, Array.from(seen?.dataSync() ?? [])]).toEqual([
    [1, 2],
    [2, 4],
  ]);
  expect(tf.memory().numTensors).toBe(before + 2);
  backend.release([made as never]);
  source.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("What is retained is seen as a tensor that outlives scopes.", () => {
  const backend = hostBackend("float32", none);
  const [kept] = backend.retain([backend.fromHost([1], [1])]);
  const seen = tf.tidy(() => void backend.present?.([kept as never]));
  expect(seen).toBeUndefined();
  const [tensor] = (backend.present?.([kept as never]) ?? []) as Array<tf.Tensor>;
  expect(tensor?.isDisposed).toBe(false);
  backend.release([kept as never]);
  expect(tensor?.isDisposed).toBe(true);
});

test("What a user's function makes of lent arrays is read and freed.", () => {
  const backend = hostBackend("float64", none);
  const before = tf.memory().numTensors;
  const state = [backend.fromHost([3, 4], [2])];
  const norm = backend.lend?.(state, ([x]) => tf.norm(x as tf.Tensor));
  expect(norm).toBeCloseTo(5, 5);
  expect(tf.memory().numTensors).toBe(before);
});
