import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { capturedTensors, isGone } from "./captured-tensors.js";

describe("Captured tensors", () => {
  let before = 0;
  beforeEach(() => {
    before = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(before);
  });

  it("that are held are usable after their disposal, only while a body runs", () => {
    const [x, mask] = [tf.tensor1d([1, 2]), tf.tensor1d([true, false], "bool")];
    const { hold, withAlive } = capturedTensors([x, mask]);
    const letGo = hold();
    tf.dispose([x, mask]);
    expect(isGone(x)).toBe(false);
    const values = withAlive(() => {
      expect(x.isDisposed).toBe(false);
      return tf.tidy(() => Array.from(tf.where(mask, x, tf.zerosLike(x)).dataSync()));
    });
    expect(values).toEqual([1, 0]);
    expect(x.isDisposed).toBe(true);
    expect(() =>
      withAlive(() => {
        throw new Error("in the body");
      }),
    ).toThrow("in the body");
    expect(x.isDisposed).toBe(true);
    letGo();
    expect(isGone(x)).toBe(true);
    letGo();
  });

  it("whose buffers were freed stay disposed", () => {
    const x = tf.scalar(1);
    const { withAlive } = capturedTensors([x]);
    x.dispose();
    expect(withAlive(() => x.isDisposed)).toBe(true);
  });

  it("that are alive are unchanged", () => {
    const x = tf.scalar(1);
    const { hold, withAlive } = capturedTensors([x]);
    const letGo = hold();
    expect(withAlive(() => x.isDisposed)).toBe(false);
    letGo();
    expect(isGone(x)).toBe(false);
    x.dispose();
  });
});
