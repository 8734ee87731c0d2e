import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import { expectClose } from "./support/expect-close.js";

/**
 * Whether the engine itself computes. TensorFlow.js may silently fall back to another one, or use cpu for small
 * tensors.
 */
export function deviceSuite(engine: EngineUnderTest, inUse: () => EngineInUse): void {
  describe("What is computed", () => {
    test("is computed by the engine, and kept where it computes.", () => {
      const [a, b] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])];
      const product = tf.mul(a, b);
      const [combination] = inUse().backend.linearCombination([a], 1, [2], [[b]]);
      expect(tf.getBackend()).toBe(engine.name);
      for (const tensor of [product, combination]) {
        const { dataId } = tensor as tf.Tensor;
        expect(tf.engine().state.tensorInfo.get(dataId)?.backend).toBe(tf.backend());
        if (engine.onDevice) expect(engine.onDevice(tensor as tf.Tensor)).toBe(true);
      }
    });

    test("is right after a tensor was disposed of while it was being read, whatever comes of that reading.", async () => {
      const lost = tf.square(tf.tensor1d([1, 2]));
      const reading = lost.data();
      lost.dispose();
      await reading.catch(() => {});
      await expectClose(tf.square(tf.tensor1d([3, 4])), [9, 16], { relative: 0 });
    });

    const { forwarding } = engine;
    if (forwarding === undefined) return;

    test("is not forwarded to cpu, however small.", () => {
      expect(tf.env().getBool(forwarding)).toBe(false);
    });
  });
}
