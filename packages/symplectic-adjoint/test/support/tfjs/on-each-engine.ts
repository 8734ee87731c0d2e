import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { afterEach, beforeAll, beforeEach, describe, expect, vi } from "vitest";

/**
 * Runs a suite on the TensorFlow.js engines that Node has. Each test runs in a scope; afterwards no tensor may be left
 * (so nothing that was kept, and no tape), and the engine's tape must be as it was.
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
        tape: activeTape?.length ?? null,
        gradientDepth,
        kernelDepth,
        scopes: scopeStack.length,
      }).toEqual({ tensors, tape: null, gradientDepth: 0, kernelDepth: 0, scopes: 0 });
    });
    suite(engineName);
  });
}

/** Makes an engine the active one, without the banner that tfjs prints at its first tensor in Node. */
async function activate(engineName: string): Promise<void> {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  expect(await tf.setBackend(engineName)).toBe(true);
  expect(tf.getBackend()).toBe(engineName);
  tf.scalar(0).dispose();
  warn.mockRestore();
}
