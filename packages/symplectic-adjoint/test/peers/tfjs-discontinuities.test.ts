import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { type OdeOptions, solve } from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { adaptiveMethods, methods } from "../support/tfjs/methods.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

// After torchdiffeq's TestDiscontinuities and TestGridConstructor in float32: f = −x/2 before t = ½, x² from there on.

const jumping = (t: number, y: tf.Tensor): tf.Tensor => (t < 0.5 ? tf.mul(y, -0.5) : tf.square(y));
/** From x(0) = 1: x(½) = e^(−¼), and then 1/x falls by ½. */
const half = Math.exp(-0.25);
const end = 1 / (1 / half - 0.5);

onEachEngine("Where f jumps", () => {
  it.each(adaptiveMethods.filter((name) => name !== "dopri8"))(
    "%s takes fewer evaluations if it is told, forward and backward",
    (method) => {
      for (const { adjoint } of strategies) {
        const count = (jumpT: ReadonlyArray<number>) => {
          const options = { method, rtol: 1e-5, atol: 1e-6, jumpT, adjoint: adjoint() };
          const solution = solve(jumping, tf.tensor1d([1]), [0, 1], options);
          solution.pullback(tf.tensor2d([[0], [1]]));
          const { forward, backward } = solution.stats;
          solution.dispose();
          return { forward: forward.evaluations, backward: backward.vjps };
        };
        const [told, met] = [count([0.5]), count([])];
        expect(told.forward).toBeLessThan(met.forward);
        expect(told.backward).toBeLessThan(met.backward);
      }
    },
  );

  describe.each(strategies)("$name", ({ integrate }) => {
    it.each(methods)("has the correct value and gradient on either side with %s", (method) => {
      const fixed = ["rk38", "rk4"].includes(method) ? { stepSize: 0.02 } : { stepSize: 0.002 };
      // The estimate of fehlberg2 is small.
      const rtol = method === "fehlberg2" ? 1e-7 : 1e-5;
      const adaptive = { rtol, atol: rtol / 10 };
      const isAdaptive = (adaptiveMethods as ReadonlyArray<string>).includes(method);
      const options: OdeOptions<tf.Tensor> = {
        method,
        jumpT: [0.5],
        ...(isAdaptive ? adaptive : fixed),
      };
      const gradient = tf.grad((y: tf.Tensor) => {
        const ys = integrate(jumping, y, [0, 0.5, 1], options);
        expectClose(ys, [1, half, end], method === "euler" ? 5e-3 : 2e-4);
        return tf.sum(tf.slice(ys, [2], [1]));
      })(tf.tensor1d([1]));
      // dx(1)/dx(0) = (x(1)/x(½))² · e^(−¼)
      expectClose(gradient, [(end / half) ** 2 * half], method === "euler" ? 1e-2 : 5e-4);
    });

    it("on ten given steps of Euler's method, multiplies by 1.1¹⁰, as does the gradient", () => {
      const grid = Array.from({ length: 11 }, (_, i) => i / 10);
      const growth = (_t: number, y: tf.Tensor) => tf.mul(y, 1);
      const gradient = tf.grad((y: tf.Tensor) => {
        const ys = integrate(growth, y, [0, 1], { method: "euler", grid });
        expectClose(ys, [1, 1.1 ** 10], 1e-6);
        return tf.sum(tf.slice(ys, [1], [1]));
      })(tf.tensor1d([1]));
      expectClose(gradient, [1.1 ** 10], 1e-6);
    });
  });
});
