import { changesBetween, tensorflowState } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { fakeEngine } from "./fake-engine.js";

/** The changes that the check of shared processes detects, after `leave` and again after its undo function. */
async function changesOf(leave: () => () => unknown): Promise<[Array<string>, Array<string>]> {
  const before = tensorflowState();
  const undo = leave();
  const left = changesBetween(before, tensorflowState());
  await undo();
  return [left, changesBetween(before, tensorflowState())];
}

test.each<[string, () => () => unknown, Array<string>]>([
  [
    "a tensor",
    () => {
      const x = tf.scalar(1);
      return () => x.dispose();
    },
    ["tensors was 0 and is 1", "data buffers was 0 and is 1"],
  ],
  [
    "a variable",
    () => {
      const x = tf.tidy(() => tf.variable(tf.scalar(1), true, "left"));
      return () => x.dispose();
    },
    ["variable left was added", "tensors was 0 and is 1", "data buffers was 0 and is 1"],
  ],
  [
    "an engine and its kernel",
    () => fakeEngine("left"),
    ["engine left was added", "kernel left_Neg was added"],
  ],
  [
    "a gradient",
    () => {
      tf.registerGradient({ kernelName: "Left", gradFunc: () => ({}) });
      return () => tf.unregisterGradient("Left");
    },
    ["gradient Left was added"],
  ],
  [
    "a flag",
    () => {
      tf.env().set("DEPRECATION_WARNINGS_ENABLED", false);
      return () => tf.env().set("DEPRECATION_WARNINGS_ENABLED", true);
    },
    ["flag DEPRECATION_WARNINGS_ENABLED was added"],
  ],
  [
    "a method",
    () => {
      Object.assign(tf.engine(), { runKernel: () => undefined });
      return () => Reflect.deleteProperty(tf.engine(), "runKernel");
    },
    ["method runKernel was added"],
  ],
  [
    "a scope",
    () => {
      tf.engine().startScope();
      return () => tf.engine().endScope();
    },
    ["open scopes was 0 and is 1"],
  ],
])("A file that leaves %s behind is detected.", async (_, leave, changes) => {
  const [left, restored] = await changesOf(leave);
  expect(new Set(left)).toEqual(new Set(changes));
  expect(restored).toEqual([]);
});
