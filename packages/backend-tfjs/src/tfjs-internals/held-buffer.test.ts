import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { activate } from "../../test/on-each-engine.js";
import { holdBuffer } from "./held-buffer.js";

const counts = () => {
  const { numTensors, numDataBuffers } = tf.memory();
  return { numTensors, numDataBuffers };
};

test.each(["cpu", "wasm"])(
  "A held buffer survives its tensor on %s, and is counted until it is let go.",
  async (name) => {
    await activate(name);
    const before = counts();
    const tensor = tf.tensor1d([1, 2]);
    const held = holdBuffer(tensor);
    tensor.dispose();
    expect(counts()).toEqual({
      numTensors: before.numTensors + 1,
      numDataBuffers: before.numDataBuffers + 1,
    });
    const doubled = tf.engine().runKernel("Add", { a: held, b: held } as never) as tf.Tensor;
    expect([...doubled.dataSync()]).toEqual([2, 4]);
    doubled.dispose();
    held.dispose();
    held.dispose();
    expect(counts()).toEqual(before);
  },
);

test("As a tensor it is a separate handle in the open scope.", async () => {
  await activate("cpu");
  const before = counts();
  const tensor = tf.tensor1d([3]);
  const held = holdBuffer(tensor);
  const made = tf.tidy(() => {
    held.asTensor();
    return tf.scalar(0);
  });
  made.dispose();
  tensor.dispose();
  const handle = held.asTensor();
  held.dispose();
  // Two tensors with one id would be one tensor for a tape, and two for a list.
  expect([handle.id === tensor.id, handle.dataSync()[0]]).toEqual([false, 3]);
  handle.dispose();
  expect(counts()).toEqual(before);
});

test("A buffer moved to another engine is still held, and freed there.", async () => {
  await activate("cpu");
  const tensor = tf.tensor1d([1, 2]);
  const held = holdBuffer(tensor);
  await activate("wasm");
  const before = counts();
  const moved = tf.neg(tensor);
  tf.dispose([moved, tensor]);
  held.dispose();
  expect(counts()).toEqual({
    numTensors: before.numTensors - 2,
    numDataBuffers: before.numDataBuffers - 1,
  });
});
