import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { madeOnCpu, onWasm } from "../../test/on-wasm.js";

onWasm("A clone on wasm", (get) => {
  it("is a second handle of the same buffer, which is freed with the last handle", () => {
    const { backend } = get();
    const buffers = backend.numDataIds();
    const x = tf.tensor1d([1, 2, 3]);
    const [second, third] = [x.clone(), x.clone()];
    expect(second.dataId).toBe(x.dataId);
    expect(backend.numDataIds()).toBe(buffers + 1);
    x.dispose();
    third.dispose();
    expect(Array.from(second.dataSync())).toEqual([1, 2, 3]);
    second.dispose();
    expect(backend.numDataIds()).toBe(buffers);
  });

  it("does not change if its variable is assigned to", () => {
    const x = tf.variable(tf.tensor1d([1, 2]));
    const clone = x.clone();
    x.assign(tf.tensor1d([3, 4]));
    expect(Array.from(clone.dataSync())).toEqual([1, 2]);
    expect(Array.from(x.dataSync())).toEqual([3, 4]);
    x.dispose();
  });

  it("goes along to another engine", async () => {
    const x = tf.tensor1d([1, 2]);
    const clone = x.clone();
    const sum = await madeOnCpu(() => tf.add(clone, x));
    expect(Array.from(sum.dataSync())).toEqual([2, 4]);
    expect(Array.from(tf.mul(clone, x).dataSync())).toEqual([1, 4]);
  });

  it("copies strings", () => {
    const words = tf.tensor1d(["a", "b"]);
    expect(words.clone().dataSync()).toEqual(["a", "b"]);
  });

  it("keeps a tape from holding what it saves twice", () => {
    const { backend } = get();
    const x = tf.tensor1d([1, 2, 3]);
    const start = backend.numDataIds();
    let within = 0;
    tf.grad((y: tf.Tensor) => {
      const result = tf.tanh(tf.tanh(y));
      within = backend.numDataIds() - start;
      return result;
    })(x);
    expect(within).toBe(2);
  });
});
