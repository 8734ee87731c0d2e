import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, expect } from "vitest";

/** Disposes of what each test of this file makes, and requires that the library left nothing else. */
export function eachLeavesNothing(): void {
  let tensors = 0;
  beforeEach(() => {
    tensors = tf.memory().numTensors;
    tf.engine().startScope();
  });
  afterEach(() => {
    tf.engine().endScope();
    tf.disposeVariables();
    expect(tf.memory().numTensors).toBe(tensors);
  });
}
