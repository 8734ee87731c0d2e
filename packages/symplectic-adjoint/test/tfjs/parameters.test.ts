import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { refusalOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";

// Where the gradients of parameters come from, and where they must not get lost, as some do in the PyTorch reference.

const options = { method: "rk4", stepSize: 0.1 } as const;

onEachEngine("The parameters of a closure", () => {
  describe.each(strategies)("with $name", ({ integrate, integrateAsync }) => {
    it("are the trainable variables that it reads, however deep, and no others", () => {
      const rate = tf.variable(tf.scalar(-0.7), true, "rate");
      const frozen = tf.variable(tf.scalar(1), false, "frozen");
      tf.variable(tf.scalar(3), true, "other");
      const layer = { scale: (y: tf.Tensor) => tf.mul(tf.mul(y, rate), frozen) };
      const f = (_t: number, y: tf.Tensor) => layer.scale(y);
      const { grads } = tf.variableGrads(() =>
        tf.sum(integrate(f, tf.tensor1d([1]), [0, 1], options)),
      );
      expect(Object.keys(grads)).toEqual(["rate"]);
      expectClose(grads.rate as tf.Tensor, [Math.exp(-0.7)], 1e-5);
    });

    it("are the tensors that it captures, also those that the loss computed before", () => {
      const f = (rate: tf.Tensor) => (_t: number, y: tf.Tensor) => tf.mul(y, rate);
      const direct = tf.grad((rate: tf.Tensor) =>
        tf.sum(integrate(f(rate), tf.tensor1d([1]), [0, 1], options)),
      )(tf.scalar(-0.25));
      expectClose(direct, [Math.exp(-0.25)], 1e-5);
      // The engine disposes of intermediates at the end of the forward pass, before f is evaluated again.
      const indirect = tf.grad((w: tf.Tensor) => {
        const rate = tf.neg(tf.square(w));
        return tf.sum(integrate(f(rate), tf.tensor1d([1]), [0, 1], options));
      })(tf.scalar(0.5));
      expectClose(indirect, [-2 * 0.5 * Math.exp(-0.25)], 1e-5);
    });

    it("may be masks and indices created in the loss, which have no gradient but are needed again", () => {
      const gradient = tf.grad((y0: tf.Tensor) => {
        const mask = tf.greater(y0, 0);
        const power = tf.cast(tf.sign(y0), "int32");
        const f = (_t: number, y: tf.Tensor) =>
          tf.where(mask, y, tf.mul(y, tf.cast(power, "float32")));
        return tf.sum(integrate(f, y0, [0, 1], options));
      })(tf.tensor1d([1, -1]));
      expectClose(gradient, [1 + Math.E, 1 + 1 / Math.E], 1e-5);
    });

    it("may be y0 itself, beside the state", () => {
      // y' = −y0 y from y0: y(1) = y0 e^(−y0), and its derivative is (1 − y0) e^(−y0).
      const gradient = tf.grad((y0: tf.Tensor) => {
        const f = (_t: number, y: tf.Tensor) => tf.neg(tf.mul(y0, y));
        return tf.sum(tf.slice(integrate(f, y0, [0, 1], options), [1, 0], [1, 1]));
      })(tf.tensor1d([0.5]));
      expectClose(gradient, [0.5 * Math.exp(-0.5)], 1e-5);
    });

    it("keep the solution differentiable when they, and y0, were disposed of", async () => {
      const [y0, rate] = [tf.tensor1d([1]), tf.scalar(-0.7)];
      const f = (_t: number, y: tf.Tensor) => tf.mul(y, rate);
      const solution = await integrateAsync(f, y0, [0, 1], options);
      tf.dispose([y0, rate]);
      const gradients = solution.pullback(tf.tensor2d([[0], [1]]));
      expectClose(gradients.y0, [Math.exp(-0.7)], 1e-5);
      expectClose(only(gradients.parameters), [Math.exp(-0.7)], 1e-5);
      expect(rate.isDisposed).toBe(true);
      solution.dispose();
    });

    it("are rejected if none of those given affects f", () => {
      const read = tf.variable(tf.scalar(-0.7), true, "read");
      const unread = tf.variable(tf.scalar(2), true, "unread");
      const byValue = (_t: number, y: tf.Tensor) => tf.mul(y, read.dataSync()[0] as number);
      const y0 = tf.tensor1d([1]);
      for (const [f, parameters] of [
        [(_t: number, y: tf.Tensor) => tf.mul(y, read), [unread]],
        [byValue, [read]],
      ] as const) {
        let refusal: unknown;
        tf.variableGrads(() => {
          refusal = refusalOf(() => integrate(f, y0, [0, 1], { parameters }));
          return tf.add(tf.square(read), tf.square(unread)) as tf.Scalar;
        });
        expect(refusal).toMatchObject({ name: "ParametersError", code: "PARAMETERS" });
        expect((refusal as Error).message).toContain("do not affect the result of f");
        expect(refusal).toHaveProperty("remedy", expect.stringContaining("omit `parameters`"));
      }
    });
  });
});
