import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { onEachEngine } from "../../test/on-each-engine.js";
import { measureMemory } from "./measure-memory.js";

onEachEngine("Measured memory", () => {
  it("is the peak of live buffers, and the remainder", () => {
    const { value, peakBytes, remainingBytes, remainingBuffers } = measureMemory(() =>
      tf.tidy(() => {
        const ones = tf.ones([1000]);
        tf.ones([500]).dispose();
        return tf.sum(tf.square(ones));
      }),
    );
    expect(value.dataSync()[0]).toBe(1000);
    expect(peakBytes).toBe(8004);
    expect(remainingBytes).toBe(4);
    expect(remainingBuffers).toBe(1);
  });

  it("counts a buffer once, however many tensors share it", () => {
    const { peakBytes, remainingBuffers } = measureMemory(() => {
      const x = tf.ones([100]);
      const views = [tf.reshape(x, [100]), tf.reshape(x, [10, 10])];
      x.dispose();
      return views;
    });
    expect(peakBytes).toBe(400);
    expect(remainingBuffers).toBe(1);
  });

  it("is relative to the start: freeing earlier buffers gives negative numbers", () => {
    const before = tf.ones([100]);
    const freeing = measureMemory(() => {
      before.dispose();
      return tf.ones([50]);
    });
    expect(freeing.remainingBytes).toBe(-200);
    expect(freeing.remainingBuffers).toBe(0);
    expect(freeing.peakBytes).toBe(0);
  });

  it("includes tensors kept by the engine's tape", () => {
    const x = tf.ones([100]);
    const { peakBytes, remainingBytes } = measureMemory(() => {
      return tf.grad((z: tf.Tensor) => tf.sum(tf.exp(tf.exp(z))))(x);
    });
    // At least two saved outputs and a cotangent.
    expect(peakBytes).toBeGreaterThanOrEqual(1200);
    expect(remainingBytes).toBe(400);
  });

  it("measures asynchronous bodies, and nests", async () => {
    let inner: number | undefined;
    const outer = await measureMemory(async () => {
      const x = tf.ones([10]);
      await x.data();
      inner = measureMemory(() => tf.square(x)).peakBytes;
    });
    expect(inner).toBe(40);
    expect(outer.peakBytes).toBe(80);
  });

  it("restores the engine, even after errors", async () => {
    const original = tf.engine().state.tensorInfo;
    const fail = (): never => {
      throw new RangeError("mine");
    };
    measureMemory(() => tf.ones([2]));
    expect(() => measureMemory(fail)).toThrow(RangeError);
    await expect(measureMemory(async () => fail())).rejects.toThrow(RangeError);
    expect(tf.engine().state.tensorInfo).toBe(original);
  });

  it("allows tensors created inside to be used and freed later", () => {
    const { value } = measureMemory(() => tf.ones([2]));
    const buffers = tf.memory().numDataBuffers;
    expect(Array.from(value.dataSync())).toEqual([1, 1]);
    value.dispose();
    expect(tf.memory().numDataBuffers).toBe(buffers - 1);
  });
});
