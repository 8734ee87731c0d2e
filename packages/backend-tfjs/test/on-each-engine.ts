import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { afterEach, beforeAll, beforeEach, describe, expect, vi } from "vitest";

/**
 * Runs a suite on the engines available in Node. Each test runs in a scope; afterwards no tensor may be left (no kept
 * tensor and no tape), and the engine's tape must be unchanged.
 */
export function onEachEngine(title: string, suite: (engineName: string) => void): void {
  describe.each(["cpu", "wasm"])(`${title} on %s`, (engineName) => {
    let tensors = 0;
    beforeAll(() => activate(engineName));
    beforeEach(() => {
      tensors = tf.memory().numTensors;
      tf.engine().startScope();
    });
    afterEach(() => {
      tf.engine().endScope();
      tf.disposeVariables();
      const { activeTape, gradientDepth, kernelDepth, scopeStack } = tf.engine().state;
      expect({
        tensors: tf.memory().numTensors,
        tape: activeTape ?? null,
        gradientDepth,
        kernelDepth,
        scopes: scopeStack.length,
      }).toEqual({ tensors, tape: null, gradientDepth: 0, kernelDepth: 0, scopes: 0 });
    });
    suite(engineName);
  });
}

/** Activates an engine, without the banner that TensorFlow.js prints at the first tensor in Node. */
export async function activate(engineName: string): Promise<void> {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  expect(await tf.setBackend(engineName)).toBe(true);
  tf.scalar(0).dispose();
  warn.mockRestore();
}

/** The number of tensors that `body` leaves. */
export function tensorsLeft(body: () => unknown): number {
  const before = tf.memory().numTensors;
  body();
  return tf.memory().numTensors - before;
}
