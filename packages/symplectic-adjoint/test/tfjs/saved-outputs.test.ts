import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import {
  odeint,
  odeintAdjoint,
  odeintCheckpoint,
  odeintOnecheckpoint,
  odeintSymplecticAdjoint,
} from "../../src/index.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";

const all = {
  odeint,
  odeintAdjoint,
  odeintCheckpoint,
  odeintOnecheckpoint,
  odeintSymplecticAdjoint,
};
const rate = -0.5;
const f = (_t: number, y: tf.Tensor) => tf.mul(y, rate);
const save = (_t: number, y: tf.Tensor) => tf.sum(tf.square(y));
const options = { save, method: "rk4", stepsPerInterval: 4, interpolate: true } as const;

onEachEngine("What is saved of the outputs has a gradient", () => {
  describe.each(Object.entries(all))("of %s", (_, integrate) => {
    it("though the initial state is freed before the backward pass.", () => {
      const found = tf.tidy(() => {
        const loss = (p: tf.Tensor) =>
          tf.tidy(() => tf.sum(integrate(f, tf.mul(tf.tensor1d([1, 2]), p), [0, 1], options)));
        return tf.grad(loss)(tf.scalar(1.5)).dataSync()[0];
      });
      expect(found).toBeCloseTo(2 * 1.5 * 5 * (1 + Math.exp(2 * rate)), 3);
    });

    it("for times, too.", () => {
      const found = tf.tidy(() => {
        const loss = (t: tf.Tensor) => tf.sum(integrate(f, tf.tensor1d([1, 2]), t, options));
        return Array.from(
          tf
            .grad(loss)(tf.tensor1d([0, 1]))
            .dataSync(),
        );
      });
      const slope = 5 * 2 * rate * Math.exp(2 * rate);
      expect(found).toEqual([-slope, slope].map((value) => expect.closeTo(value, 3)));
    });
  });
});
