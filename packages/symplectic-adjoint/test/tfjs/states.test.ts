import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { odeint } from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

const times = [0, 0.5, 1];
const options = { method: "rk4", stepsPerInterval: 8 } as const;
/** What y' = −y/2 makes of 1 at the times. */
const factors = times.map((t) => Math.exp(-t / 2));
const total = factors.reduce((sum, factor) => sum + factor, 0);

onEachEngine("A state", () => {
  describe.each(strategies)("of $name", ({ integrate }) => {
    const decay = (_t: number, y: tf.Tensor) => tf.mul(y, -0.5);

    it.each([[[]], [[3]], [[1]], [[2, 3, 1, 2]], [[1, 1, 1, 1, 2]]])(
      "may be one tensor of shape %j",
      (shape) => {
        const y0 = tf.fill(shape, 2);
        const gradient = tf.grad((y: tf.Tensor) => {
          const ys = integrate(decay, y, times, options);
          expect(ys.shape).toEqual([3, ...shape]);
          expectClose(
            tf.mean(tf.reshape(ys, [3, -1]), 1),
            factors.map((factor) => 2 * factor),
            1e-5,
          );
          return tf.sum(ys);
        })(y0);
        expect(gradient.shape).toEqual(shape);
        expectClose(gradient, new Array(y0.size).fill(total), 1e-5);
      },
    );

    it("may be a list, a record, or both nested, and is returned in the same structure", () => {
      // q' = p, p' = −q, and a scalar that decays beside them.
      const f = (_t: number, { body: [q, p], heat }: State): State => ({
        body: [p, tf.neg(q)],
        heat: { left: tf.mul(heat.left, -0.5) },
      });
      const run = (q: tf.Tensor, p: tf.Tensor, left: tf.Tensor) =>
        integrate(f, { body: [q, p], heat: { left } } as State, times, options);
      const inputs = [tf.tensor1d([1, 0]), tf.tensor1d([0, 1]), tf.scalar(4)] as const;

      const { body, heat } = run(...inputs);
      expect(Object.keys({ body, heat })).toEqual(["body", "heat"]);
      expect([body[0].shape, body[1].shape, heat.left.shape]).toEqual([[3, 2], [3, 2], [3]]);
      expectClose(
        body[0],
        times.flatMap((t) => [Math.cos(t), Math.sin(t)]),
        1e-5,
      );
      expectClose(
        body[1],
        times.flatMap((t) => [-Math.sin(t), Math.cos(t)]),
        1e-5,
      );
      expectClose(
        heat.left,
        factors.map((factor) => 4 * factor),
        1e-5,
      );

      // The sum of all q: its gradients are Σ cos t, Σ sin t, and none for what does not touch it.
      const gradients = tf.grads((q, p, left) => tf.sum(run(q, p, left).body[0]))([...inputs]);
      const cosines = times.reduce((sum, t) => sum + Math.cos(t), 0);
      const sines = times.reduce((sum, t) => sum + Math.sin(t), 0);
      expectClose(gradients[0] as tf.Tensor, [cosines, cosines], 1e-5);
      expectClose(gradients[1] as tf.Tensor, [sines, sines], 1e-5);
      expect(gradients[2]?.dataSync()[0]).toBe(0);
    });

    it("may hold one tensor twice, and empty ones", () => {
      const y0 = tf.scalar(1);
      const gradient = tf.grad((y: tf.Tensor) => {
        const f = (_t: number, [a, b, e]: Array<tf.Tensor>): Array<tf.Tensor> => [
          tf.mul(a as tf.Tensor, -0.5),
          tf.mul(b as tf.Tensor, 0),
          e as tf.Tensor,
        ];
        const [a, b, e] = integrate(f, [y, y, tf.zeros([0, 2])], times, options);
        expect(e?.shape).toEqual([3, 0, 2]);
        return tf.add(tf.sum(a as tf.Tensor), tf.sum(b as tf.Tensor));
      })(y0);
      expectClose(gradient, [total + 3], 1e-5);
    });

    it("at one time is y0, with the identity as its gradient, and f has no say", () => {
      const never = (_t: number, y: tf.Tensor) => tf.mul(y, 1e30);
      const y0 = tf.tensor1d([1, 2]);
      expectClose(integrate(never, y0, [3]), [1, 2], 0);
      const gradient = tf.grad((y: tf.Tensor) => {
        const ys = integrate(never, y, [3], { rtol: 1e-3, atol: 1e-3 });
        expect(ys.shape).toEqual([1, 2]);
        return tf.sum(tf.mul(ys, tf.tensor2d([[3, -1]])));
      })(y0);
      expectClose(gradient, [3, -1], 0);
    });

    it("may run backward in time", () => {
      const gradient = tf.grad((y: tf.Tensor) => {
        const ys = integrate(decay, y, [1, 0.5, 0], { rtol: 1e-5, atol: 1e-6 });
        expectClose(ys, [1, Math.exp(0.25), Math.exp(0.5)], 1e-4);
        return tf.sum(ys);
      })(tf.tensor1d([1]));
      expectClose(gradient, [1 + Math.exp(0.25) + Math.exp(0.5)], 1e-4);
    });
  });

  it("keeps its structure in the type of the outputs", () => {
    const y0 = { q: tf.tensor1d([1]) };
    const q: tf.Tensor = odeint((_t, y) => y, y0, [0, 1], options).q;
    expectClose(q, [1, Math.E], 1e-4);
  });
});

type State = {
  readonly body: readonly [tf.Tensor, tf.Tensor];
  readonly heat: { readonly left: tf.Tensor };
};
