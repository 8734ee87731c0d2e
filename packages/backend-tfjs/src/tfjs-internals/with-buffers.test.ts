import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { watchTensors } from "../dynamics/watch-tensors.js";
import { withBuffers } from "./with-buffers.js";

it("Tensors have the replacement buffers inside, and their own afterwards, even on errors.", () => {
  const before = tf.memory().numTensors;
  const start = tf.scalar(1);
  const [w, c] = [tf.variable(start), tf.scalar(2)];
  const [other, another] = [tf.scalar(10), tf.scalar(20)];
  const buffers = [w.dataId, c.dataId];
  const changed = watchTensors([w, c]);
  const read = () => [w, c].map((tensor) => tf.tidy(() => tf.mul(tensor, 1).dataSync()[0]));
  expect(withBuffers([w, c], [other, another], read)).toEqual([10, 20]);
  expect(withBuffers([w, c], [other, c], read)).toEqual([10, 2]);
  const failing = () => {
    throw new Error("in the body");
  };
  expect(() => withBuffers([w, c], [other, another], failing)).toThrow("in the body");
  expect([w.dataId, c.dataId]).toEqual(buffers);
  expect(changed()).toBeUndefined();
  expect(read()).toEqual([1, 2]);
  tf.dispose([start, w, c, other, another]);
  expect(tf.memory().numTensors).toBe(before);
});
