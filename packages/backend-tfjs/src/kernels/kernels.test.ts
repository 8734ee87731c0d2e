import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { replaceKernels } from "../engine-setup/replace-kernels.js";
import { holdBuffer } from "../tfjs-internals/held-buffer.js";
import { step } from "./kernels.js";

test("step of a held buffer is correct with a kernel that uses operations, as in tfjs-node", async () => {
  await tf.setBackend("cpu");
  const kernelFunc = ({ inputs }: { readonly inputs: tf.NamedTensorInfoMap }) =>
    tf.tidy(() => tf.cast(tf.greater(inputs.x as tf.Tensor, 0), "float32"));
  const undo = replaceKernels("cpu", [{ kernelName: "Step", kernelFunc }]);
  const before = tf.memory().numTensors;
  const x = tf.tensor1d([-1, 0, 2]);
  const held = holdBuffer(x);
  try {
    x.dispose();
    const result = step(held);
    expect(Array.from(await result.data())).toEqual([0, 0, 1]);
    result.dispose();
  } finally {
    held.dispose();
    undo();
  }
  expect(tf.memory().numTensors).toBe(before);
});
