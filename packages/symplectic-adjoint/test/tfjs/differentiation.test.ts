import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

// The engine's ways to a gradient that the other suites do not take.

const steps = { method: "rk4", stepsPerInterval: 16 } as const;
const decay = (_t: number, y: tf.Tensor) => tf.mul(y, -1);

onEachEngine("TensorFlow.js differentiates", () => {
  describe.each(strategies)("$name", ({ integrate, integrateAsync }) => {
    it("by valueAndGrads", () => {
      const loss = (y0: tf.Tensor, rate: tf.Tensor): tf.Scalar =>
        tf.sum(integrate((_t, y) => tf.mul(y, rate), y0, [0, 1], steps));
      const { value, grads } = tf.valueAndGrads((y0, rate) =>
        loss(y0 as tf.Tensor, rate as tf.Tensor),
      )([tf.scalar(1), tf.scalar(-1)]);
      expectClose(value, [1 + Math.exp(-1)], 1e-5);
      expectClose(grads[0] as tf.Tensor, [1 + Math.exp(-1)], 1e-5);
      expectClose(grads[1] as tf.Tensor, [Math.exp(-1)], 1e-5);
    });

    it("by a grad with a cotangent of the outputs", () => {
      const gradient = tf.grad((y0: tf.Tensor) => integrate(decay, y0, [0, 1], steps));
      expectClose(gradient(tf.scalar(1), tf.tensor1d([1, 2])), [1 + 2 * Math.exp(-1)], 1e-5);
    });

    it("if f has an operation with a custom gradient", () => {
      const w = tf.variable(tf.scalar(-0.7));
      const square = tf.customGrad((x, save) => {
        (save as tf.GradSaveFunc)([x as tf.Tensor]);
        return {
          value: tf.square(x as tf.Tensor),
          gradFunc: (dy: tf.Tensor, [saved]: Array<tf.Tensor>) =>
            tf.mul(dy, tf.mul(saved as tf.Tensor, 2)),
        };
      });
      // y' = w y² from 1: y = 1 / (1 − w t), and dy/dw = t / (1 − w t)².
      const { grads } = tf.variableGrads(() =>
        tf.sum(integrate((_t, y) => tf.mul(square(y), w), tf.tensor1d([1]), [0, 1], steps)),
      );
      expectClose(grads[w.name] as tf.Tensor, [1 / 1.7 ** 2], 1e-4);
    });

    it("not inside an operation with a custom gradient, which takes precedence", () => {
      const solution = tf.customGrad((x) => ({
        value: integrate(decay, x as tf.Tensor, [0, 1], steps),
        gradFunc: (dy: tf.Tensor) => tf.mul(tf.sum(dy, 0), 10),
      }));
      const gradient = tf.grad((x: tf.Tensor) => tf.sum(solution(x)))(tf.tensor1d([1]));
      expectClose(gradient, [20], 1e-6);
    });

    it("if several are solved concurrently, as if each were solved alone", async () => {
      const w = tf.variable(tf.scalar(-0.7));
      const f = (_t: number, y: tf.Tensor) => tf.sin(tf.mul(y, w));
      const rough = { rtol: 1e-4, atol: 1e-5 };
      const run = (x: number) => integrateAsync(f, tf.tensor1d([x]), [0, 1], rough);
      const together = await Promise.all([1, 2, 3].map(run));
      const gradients = await Promise.all(
        together.map(({ pullbackAsync, ys }) => pullbackAsync(ys)),
      );
      expect(gradients).toHaveLength(3);
      for (const [i, { y0, parameters }] of gradients.entries()) {
        const alone = await run(i + 1);
        const expected = alone.pullback(alone.ys);
        expectClose(together[i]?.ys as tf.Tensor, alone.ys, 0);
        expectClose(y0, expected.y0, 0);
        expectClose(only(parameters), only(expected.parameters), 0);
        for (const solution of [alone, together[i]]) solution?.dispose();
        // What is asynchronous ends after the scope it began in.
        tf.dispose([y0, ...parameters]);
      }
    });
  });
});
