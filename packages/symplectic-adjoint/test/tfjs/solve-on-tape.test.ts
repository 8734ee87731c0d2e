import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { disposeAbandonedTape, solve, solveAsync } from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { refusalOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";

const times = [0, 0.5, 1];
const steps = { method: "rk4", stepsPerInterval: 4 } as const;

onEachEngine("On a tape", () => {
  describe.each(strategies)("with the adjoint of $name", ({ integrate, adjoint }) => {
    const rate = () => tf.variable(tf.scalar(-0.7), true, "rate");
    const decayBy = (w: tf.Tensor) => (_t: number, y: tf.Tensor) => tf.mul(y, w);

    it("the outputs of solve are differentiable until it is disposed of", () => {
      const w = rate();
      const y0 = tf.tensor1d([1, 2]);
      const options = { ...steps, adjoint: adjoint() };
      const kept: Array<{ dispose(): void }> = [];
      const gradient = (dispose: boolean) =>
        tf.grads((y, scale) => {
          const solution = solve(decayBy(tf.mul(scale, w)), tf.square(y), times, options);
          if (dispose) solution.dispose();
          else kept.push(solution);
          return tf.sum(solution.ys);
        })([y0, tf.scalar(1)]);
      const reference = tf.grads((y, scale) =>
        tf.sum(integrate(decayBy(tf.mul(scale, w)), tf.square(y), times, steps)),
      )([y0, tf.scalar(1)]);
      gradient(false).forEach((found, i) => {
        expectClose(found, reference[i] as tf.Tensor, 1e-6);
      });
      for (const solution of kept) solution.dispose();

      const late = () =>
        tf.grad((y: tf.Tensor) => {
          const solution = solve(decayBy(w), y, times, options);
          const loss = tf.sum(solution.ys);
          solution.dispose();
          return loss;
        })(y0);
      expect(refusalOf(late).code).toBe("RELEASED");
      disposeAbandonedTape();
    });

    it("the result of a pullback is refused a derivative, and not taken for a constant", async () => {
      const w = rate();
      const solution = await solveAsync(decayBy(w), tf.tensor1d([1]), times, {
        ...{ ...steps, adjoint: adjoint() },
      });
      const cotangents = tf.ones([3, 1]);
      const attempt = tf.grad((c: tf.Tensor) => {
        return tf.add(tf.sum(c), tf.sum(solution.pullback(c).y0));
      });
      const { code, remedy } = refusalOf(() => attempt(cotangents));
      expect(code).toBe("SECOND_DERIVATIVE");
      expect(remedy).toContain("outside of tf.grads");
      disposeAbandonedTape();
      // Where no derivative passes through it, it is as good as any number.
      const used = tf.grad((c: tf.Tensor) => {
        const { y0 } = solution.pullback(cotangents);
        return tf.mul(tf.sum(c), tf.sum(y0));
      })(tf.ones([3, 1]));
      const { y0 } = solution.pullback(cotangents);
      expectClose(used, new Array(3).fill(y0.dataSync()[0]), 1e-6);
      solution.dispose();
    });
  });
});
