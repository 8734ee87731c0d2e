import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { expectClose, numbersOf } from "../support/tfjs/expect-close.js";
import { adaptiveMethods } from "../support/tfjs/methods.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";
import {
  constantFunction,
  type TensorProblem,
  tensorProblems,
} from "../support/tfjs/tensor-problems.js";

// After torchdiffeq's TestCollectionState in float32: a pair is solved as each of its members is.

onEachEngine("Both members of a pair", () => {
  describe.each(strategies)("with $name", ({ integrate }) => {
    it.each(adaptiveMethods)("are the solution to 1e-4 by %s", (method) => {
      const [{ f, y0, times, exact }] = tensorProblems(false) as [TensorProblem];
      const pair = (t: number, [a, b]: readonly [tf.Tensor, tf.Tensor]) =>
        [f(t, a), f(t, b)] as const;
      const options = { method, rtol: 1e-6, atol: 1e-8 };
      for (const member of integrate(pair, [y0(), y0()] as const, times, options)) {
        const found = numbersOf(member);
        const error = Math.max(...exact.map((y, i) => Math.abs((found[i] as number) - y)));
        expect(error).toBeLessThan(1e-4);
      }
    });

    it("have gradients apart, also of one that they share with f", () => {
      const [{ times }] = tensorProblems(false) as [TensorProblem];
      const options = { method: "dopri5", stepsPerInterval: 2 } as const;
      const alone = (p0: tf.Tensor, start: tf.Tensor) =>
        integrate(constantFunction(p0, tf.scalar(3)), start, times, options);
      const together = (p0: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => {
        const f = constantFunction(p0, tf.scalar(3));
        const pair = (t: number, y: readonly [tf.Tensor, tf.Tensor]) =>
          [f(t, y[0]), f(t, y[1])] as const;
        return integrate(pair, [a, b] as const, times, options);
      };
      const inputs = [tf.scalar(0.2), tf.scalar(3.4), tf.scalar(3)];
      const [p0, a, b] = tf.grads((p: tf.Tensor, x: tf.Tensor, y: tf.Tensor) => {
        const [first, second] = together(p, x, y);
        return tf.sum(tf.add(first, tf.mul(second, 2)));
      })(inputs) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const [p0Alone, aAlone, bAlone] = tf.grads((p: tf.Tensor, x: tf.Tensor, y: tf.Tensor) =>
        tf.sum(tf.add(alone(p, x), tf.mul(alone(p, y), 2))),
      )(inputs) as [tf.Tensor, tf.Tensor, tf.Tensor];
      expectClose(a, aAlone, 1e-5);
      expectClose(b, bAlone, 1e-5);
      expectClose(p0, p0Alone, 1e-5);
    });
  });
});
