import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { measureMemory, solve } from "../../src/index.js";
import { methods } from "../support/tfjs/methods.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { type Strategy, strategies } from "../support/tfjs/strategies.js";

// What counts is buffers: a tensor that shares another's costs nothing.

const WIDTH = 64;
const STATE_BYTES = WIDTH * 4;

/** A state of 64 numbers, and an f whose hidden layer is 16 times as wide. */
function setting() {
  const w1 = tf.variable(tf.mul(tf.cos(tf.range(0, 16 * WIDTH * WIDTH)), 0.1).reshape([WIDTH, -1]));
  const w2 = tf.variable(tf.mul(tf.sin(tf.range(0, 16 * WIDTH * WIDTH)), 0.1).reshape([-1, WIDTH]));
  const y0 = tf.cos(tf.reshape(tf.range(0, WIDTH), [1, WIDTH]));
  const f = (_t: number, y: tf.Tensor) => tf.matMul(tf.tanh(tf.matMul(y, w1)), w2) as tf.Tensor;
  return { f, y0 };
}

onEachEngine("The memory", () => {
  describe.each(strategies)("of $name", ({ integrate, adjoint }) => {
    it.each(methods)("without a tape is only the result, with %s", (method) => {
      const { f, y0 } = setting();
      const run = (stepsPerInterval: number) =>
        measureMemory(() => integrate(f, y0, [0, 1, 2], { method, stepsPerInterval }));
      const [few, many] = [run(2), run(10)];
      for (const { remainingBuffers, remainingBytes } of [few, many]) {
        expect({ remainingBuffers, remainingBytes }).toEqual({
          remainingBuffers: 1,
          remainingBytes: 3 * STATE_BYTES,
        });
      }
      // Nothing is remembered of a step when the next is taken.
      expect(many.peakBytes).toBe(few.peakBytes);
    });

    it("of a solution that will not be differentiated is its outputs", () => {
      const { f, y0 } = setting();
      const options = { method: "rk4", stepsPerInterval: 5, differentiate: false } as const;
      const { value, ...rest } = measureMemory(() =>
        solve(f, y0, [0, 1], { ...options, adjoint: adjoint() }),
      );
      expect(rest).toMatchObject({ remainingBuffers: 1, remainingBytes: 2 * STATE_BYTES });
      expect(measureMemory(() => value.dispose()).remainingBytes).toBe(-2 * STATE_BYTES);
    });

    it("of y0 at one time is one output", () => {
      const { f, y0 } = setting();
      const { remainingBytes } = measureMemory(() => integrate(f, y0, [0]));
      expect(remainingBytes).toBeLessThanOrEqual(STATE_BYTES);
    });
  });

  describe("on a tape, of what the backward pass needs,", () => {
    /** Bytes that are held between the passes of dopri5 over N steps, less the outputs. */
    const held = ({ integrate }: Strategy, steps: number): number => {
      const { f, y0 } = setting();
      let bytes = Number.NaN;
      tf.grad((y: tf.Tensor) => {
        const options = { method: "dopri5", stepsPerInterval: steps } as const;
        const { value, remainingBytes } = measureMemory(() => integrate(f, y, [0, 1], options));
        bytes = remainingBytes - 2 * STATE_BYTES;
        return tf.sum(value);
      })(y0);
      return bytes;
    };
    const named = (name: string) => strategies.find((found) => found.name === name) as Strategy;

    it.each(["odeintSymplecticAdjoint", "odeintCheckpoint"])("%s holds a state a step", (name) => {
      // The first of them is y0, which somebody else holds.
      for (const steps of [1, 2, 8]) {
        expect(held(named(name), steps)).toBe((steps - 1) * STATE_BYTES);
      }
    });

    it("odeintOnecheckpoint stores only y0, and odeintAdjoint the outputs", () => {
      for (const steps of [1, 2, 8]) {
        expect(held(named("odeintOnecheckpoint"), steps)).toBe(0);
        expect(held(named("odeintAdjoint"), steps)).toBe(STATE_BYTES);
      }
    });

    it("odeint holds what every evaluation saved", () => {
      const [one, two, eight] = [1, 2, 8].map((steps) => held(named("odeint"), steps)) as [
        number,
        number,
        number,
      ];
      expect(one).toBeGreaterThan(6 * 16 * STATE_BYTES);
      expect((eight - two) / (two - one)).toBeCloseTo(6, 5);
    });
  });
});
