import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import * as tf from "@tensorflow/tfjs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, vi } from "vitest";
import { useCpu } from "../src/index.js";

/** Runs a suite on the equipped engine. After each test no tensor may be left, and no buffer. */
export function onCpu(title: string, suite: () => void): void {
  describe(title, () => {
    let cpu: EngineInUse;
    let before = { numTensors: 0, numDataBuffers: 0 };
    const counts = () => {
      const { numTensors, numDataBuffers } = tf.memory();
      return { numTensors, numDataBuffers };
    };
    beforeAll(async () => {
      cpu = await quietly(useCpu);
    });
    afterAll(() => cpu.undo());
    beforeEach(() => {
      before = counts();
      tf.engine().startScope();
    });
    afterEach(() => {
      tf.engine().endScope();
      tf.disposeVariables();
      expect(counts()).toEqual(before);
    });
    suite();
  });
}

/** Without the banner that tfjs prints at its first tensor in Node. */
export async function quietly<T>(body: () => Promise<T>): Promise<T> {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const result = await body();
  tf.scalar(0).dispose();
  warn.mockRestore();
  return result;
}

/** Numbers between −1 and 1, the same each time. */
export function numbers(length: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state * 48271) % 0x7fffffff;
    return (state / 0x7fffffff) * 2 - 1;
  });
}
