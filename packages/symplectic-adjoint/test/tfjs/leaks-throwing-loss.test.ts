import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { disposeAbandonedTape } from "../../src/index.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";
import { tensorsLeft } from "../support/tfjs/tensors-left.js";

// When something throws inside tf.grads, the engine forgets its tape without disposing of what the operations on it had
// saved. That leak is the engine's, with or without this library; ours must not be larger than that of the same steps
// written with the engine's own operations, and must go with the tape where somebody disposes of it.

const STEPS = 6;
const options = { method: "rk4", stepsPerInterval: STEPS } as const;

/** Handles that a strategy holds: checkpoints, outputs, or what 4 evaluations a step saved, 3 tensors each. */
const HELD: Readonly<Record<string, number>> = {
  odeintSymplecticAdjoint: STEPS,
  odeint: STEPS * 4 * 3,
  odeintOnecheckpoint: 1,
  odeintCheckpoint: STEPS,
  odeintAdjoint: 2,
};

/** The same six steps of the classical Runge-Kutta method, by operations of the engine alone. */
function plainSteps(f: (y: tf.Tensor) => tf.Tensor, y0: tf.Tensor): tf.Tensor {
  const h = 1 / STEPS;
  let y = y0;
  for (let n = 0; n < STEPS; n++) {
    const k1 = f(y);
    const k2 = f(tf.add(y, tf.mul(k1, h / 2)));
    const k3 = f(tf.add(y, tf.mul(k2, h / 2)));
    const k4 = f(tf.add(y, tf.mul(k3, h)));
    const sum = tf.add(tf.add(k1, tf.mul(k2, 2)), tf.add(tf.mul(k3, 2), k4));
    y = tf.add(y, tf.mul(sum, h / 6));
  }
  return tf.stack([y0, y]);
}

onEachEngine("A loss that throws after the solution", () => {
  describe.each(strategies)("of $name", ({ name, integrate }) => {
    const throwingLoss = (solve: (f: (y: tf.Tensor) => tf.Tensor, y0: tf.Tensor) => tf.Tensor) => {
      const w = tf.variable(tf.scalar(-0.7));
      const y0 = tf.tensor2d([[1, 2]]);
      let left = 0;
      let freed = 0;
      const total = tensorsLeft(() => {
        left = tensorsLeft(() => {
          const gradients = () =>
            tf.variableGrads(() => {
              solve((y) => tf.tanh(tf.mul(y, w)), y0);
              throw new Error("on purpose");
            });
          expect(gradients).toThrow("on purpose");
        });
        freed = disposeAbandonedTape();
      });
      return { left, freed, total };
    };

    it("leaves what the engine's own operations leave, or less, and nothing beyond the tape", () => {
      const ours = throwingLoss((f, y0) => integrate((_t, y) => f(y), y0, [0, 1], options));
      const plain = throwingLoss(plainSteps);
      expect(ours.left).toBeLessThanOrEqual(plain.left);
      expect(ours.left).toBe(HELD[name]);
      for (const { left, freed, total } of [ours, plain]) {
        expect(freed).toBe(left);
        expect(total).toBe(0);
      }
    });
  });
});
