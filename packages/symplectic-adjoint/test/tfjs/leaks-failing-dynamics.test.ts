import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { disposeAbandonedTape } from "../../src/index.js";
import { failingAt, failures } from "../support/tfjs/failing-dynamics.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { type Strategy, strategies } from "../support/tfjs/strategies.js";
import { tensorsLeft } from "../support/tfjs/tensors-left.js";

const options = { method: "rk4", stepsPerInterval: 2 } as const;

/** Takes a gradient with an f that fails at its n-th evaluation; tells what is left, and whether it came to that. */
function gradientFailingAt(
  n: number,
  { integrate }: Strategy,
  fail: (dy: tf.Tensor) => unknown,
): { readonly error: unknown; readonly left: number; readonly calls: number } {
  const w = tf.variable(tf.scalar(-0.7));
  const y0 = tf.tensor2d([[1, 2]]);
  const failing = failingAt(n, (_t, y) => tf.tanh(tf.mul(y, w)), fail);
  let error: unknown;
  const left = tensorsLeft(() => {
    tf.tidy(() => {
      try {
        tf.variableGrads(() => tf.sum(integrate(failing.f, y0, [0, 0.4, 1], options)), [w]);
      } catch (thrown) {
        error = thrown;
      }
      // The engine's own: the one operation of the loss besides ours.
      expect(disposeAbandonedTape()).toBeLessThanOrEqual(2);
    });
  });
  return { error, left, calls: failing.calls };
}

onEachEngine("No tensor is left where f", () => {
  describe.each(strategies)("within a gradient of $name", (strategy) => {
    it("throws, at whichever evaluation: the first, forward, or in the backward pass", () => {
      let failed = 0;
      for (let n = 1; ; n++) {
        const { error, left, calls } = gradientFailingAt(n, strategy, () => {
          throw new Error("on purpose");
        });
        expect(left, `at evaluation ${n}`).toBe(0);
        if (error === undefined) break;
        expect(error).toMatchObject({ message: "on purpose" });
        expect(calls).toBe(n);
        failed = n;
      }
      // One to find the parameters, 4 steps of 4 stages, and, where anything is evaluated again, 2 s − 1 or s a step.
      const backward = { odeint: 0, odeintSymplecticAdjoint: 4 * 7 }[strategy.name] ?? 4 * 4;
      expect(failed).toBe(1 + 16 + backward);
    });

    it.each(failures)("%s", (_, fail, message) => {
      // The last one is in the backward pass, if f is evaluated there at all.
      for (const n of [1, 2, 4, 20]) {
        const { error, left, calls } = gradientFailingAt(n, strategy, fail);
        expect(left, `at evaluation ${n}`).toBe(0);
        if (calls < n) continue;
        expect((error as Error).message).toMatch(message);
      }
    });
  });
});
