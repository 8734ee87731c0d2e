import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { disposeAbandonedTape } from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { type Refusal, refusalOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";

onEachEngine("f that counts its evaluations", () => {
  const options = { method: "rk4", stepsPerInterval: 2 } as const;

  describe.each(strategies)("$name", ({ integrate, integrateAsync }) => {
    const decaying = (count: () => void) => {
      const rate = tf.variable(tf.scalar(0.5));
      const f = (_t: number, y: tf.Tensor) => {
        count();
        return tf.neg(tf.mul(rate, y));
      };
      return { rate, f };
    };

    it("in a trainable variable is an error that explains the assignment by f, with a remedy", async () => {
      const counter = tf.variable(tf.scalar(0));
      const { f } = decaying(() => counter.assign(tf.add(counter, 1)));
      const told = ({ code, message, remedy }: Refusal) => {
        expect(code).toBe("PARAMETERS_CHANGED");
        expect(message).toContain("f or code that ran during the solve assigned to it");
        expect(remedy).toContain("tf.variable(value, false)");
        expect(remedy).not.toContain("optimizer");
      };
      const loss = (y0: tf.Tensor) => tf.sum(integrate(f, y0, [0, 1], options));
      told(refusalOf(() => tf.grad(loss)(tf.tensor1d([1]))));
      disposeAbandonedTape();
      const solution = await integrateAsync(f, tf.tensor1d([1]), [0, 1], options);
      told(refusalOf(() => solution.pullback(solution.ys)));
      solution.dispose();
    });

    it("in a variable that is not trainable, or in a number, is differentiated", () => {
      const counter = tf.variable(tf.scalar(0), false);
      let calls = 0;
      const { f, rate } = decaying(() => {
        counter.assign(tf.add(counter, 1));
        calls++;
      });
      const loss = () => tf.sum(integrate(f, tf.tensor1d([1]), [0, 1], options)).asScalar();
      const { value, grads } = tf.variableGrads(loss, [rate]);
      // y(1) = e^−k, and its derivative is −e^−k.
      expectClose(grads[rate.name] as tf.Tensor, [-Math.exp(-0.5)], 1e-3);
      expect(counter.dataSync()[0]).toBe(calls);
      tf.dispose([value, grads]);
    });
  });
});
