import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { numbersOf } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { exactStrategies } from "../support/tfjs/strategies.js";

// y' = −y + [t ≥ τ], y(0) = 0: y(1) = 1 − exp(τ − 1), and dy(1)/dτ = −exp(τ − 1).

type Switch = (t: tf.Scalar, tau: number) => tf.Tensor;
const switches: Readonly<Record<string, Switch>> = {
  where: (t, tau) => tf.where(tf.greaterEqual(t, tau), tf.scalar(1), tf.scalar(0)),
  cast: (t, tau) => tf.cast(tf.greaterEqual(t, tau), "float32"),
  step: (t, tau) => tf.step(tf.sub(t, tau)),
};

onEachEngine("A jump", () => {
  describe.each(exactStrategies)("under $name", ({ integrate }) => {
    it.each(Object.entries(switches))("has a gradient for its time: %s", (_, on) => {
      for (const tau of [0.5, 0.3]) {
        const { value, grad } = tf.valueAndGrad((at: tf.Tensor) => {
          const [switchTime] = at.dataSync() as unknown as [number];
          const f = (t: tf.Scalar, y: tf.Tensor) => tf.sub(on(t, switchTime), y);
          const options = { jumpT: at as tf.Tensor1D, time: "tensor" } as const;
          const ys = integrate(f as never, tf.scalar(0), [0, 1], options);
          return tf.sum(tf.slice(ys, [1], [1]));
        })(tf.tensor1d([tau]));
        expect(numbersOf(value)[0]).toBeCloseTo(1 - Math.exp(tau - 1), 4);
        expect(numbersOf(grad)[0]).toBeCloseTo(-Math.exp(tau - 1), 4);
      }
    });

    it("may be at a number that float32 cannot represent", () => {
      const f = (t: tf.Scalar, y: tf.Tensor) =>
        tf.sub(tf.cast(tf.greaterEqual(t, 0.1), "float32"), y);
      const options = { jumpT: [0.1], time: "tensor" } as const;
      const ys = integrate(f as never, tf.scalar(0), [0, 0.1, 1], options);
      const [, at, end] = Array.from(numbersOf(ys));
      expect(at).toBe(0);
      expect(end).toBeCloseTo(1 - Math.exp(0.1 - 1), 5);
    });
  });
});
