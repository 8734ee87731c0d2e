import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import {
  backpropagation,
  checkpointPerStep,
  disposeAbandonedTape,
  odeintEvent,
  odeintEventAsync,
  solve,
  solveAsync,
  symplecticAdjoint,
} from "../../src/index.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { tensorsLeft, tensorsLeftAsync } from "../support/tfjs/tensors-left.js";

/** A bouncing ball, one of whose functions throws at their n-th call, all together. */
function failingBall(n: number) {
  let calls = 0;
  const counted = <R>(value: R): R => {
    if (++calls === n) throw new RangeError("on purpose");
    return value;
  };
  const gravity = tf.variable(tf.scalar(8));
  return {
    gravity,
    f: (_t: number, y: tf.Tensor1D) =>
      counted(tf.concat([tf.slice(y, [1], [1]), tf.reshape(tf.neg(gravity), [1])])),
    condition: (_t: number, y: tf.Tensor1D) =>
      counted(tf.reshape(tf.slice(y, [0], [1]), []) as tf.Scalar),
    reset: (_t: number, y: tf.Tensor1D) =>
      counted(tf.mul(y, tf.tensor1d([1, -0.5])) as tf.Tensor1D),
  };
}

const options = { method: "rk4", stepsPerInterval: 2 } as const;

onEachEngine("No tensor is left where f, a condition or a reset throws", () => {
  test.each([symplecticAdjoint, checkpointPerStep, backpropagation])(
    "at any call, forward or backward, in the gradient of a solve (%o).",
    (adjoint) => {
      let failed = 0;
      for (let n = 1; ; n += 3) {
        const { f, condition, reset, gravity } = failingBall(n);
        const y0 = tf.tensor1d([1, 0]);
        let error: unknown;
        const left = tensorsLeft(() => {
          tf.tidy(() => {
            let dispose = () => {};
            try {
              tf.variableGrads(() => {
                const solution = solve(f, y0, [0, 1.2], {
                  ...{ ...options, adjoint: adjoint() },
                  events: [{ condition, reset, direction: -1 }],
                });
                dispose = solution.dispose;
                return tf.sum(solution.ys) as tf.Scalar;
              }, [gravity]);
            } catch (thrown) {
              error = thrown;
            }
            dispose();
            disposeAbandonedTape();
          });
        });
        expect(left, `at call ${n}`).toBe(0);
        if (error === undefined) break;
        // A function that throws when its use of t is examined counts as one that uses it.
        expect(String(error)).toMatch(/on purpose|uses t as a number/);
        failed = n;
      }
      expect(failed).toBeGreaterThan(40);
    },
  );

  test("at any call of odeintEvent.", () => {
    for (let n = 1; ; n += 2) {
      const { f, condition } = failingBall(n);
      const y0 = tf.tensor1d([1, 0]);
      let error: unknown;
      const left = tensorsLeft(() => {
        tf.tidy(() => {
          try {
            tf.grad(
              (y) =>
                odeintEvent(f, y as tf.Tensor1D, 0, { ...options, event: condition, until: 1 }).t,
            )(y0);
          } catch (thrown) {
            error = thrown;
          }
          disposeAbandonedTape();
        });
      });
      expect(left, `at call ${n}`).toBe(0);
      if (error === undefined) break;
      expect(error).toMatchObject({ message: "on purpose" });
    }
  });

  test("at any call of an awaited solve.", async () => {
    for (let n = 1; ; n += 2) {
      const { f, condition, reset } = failingBall(n);
      const y0 = tf.tensor1d([1, 0]);
      let error: unknown;
      const left = await tensorsLeftAsync(async () => {
        try {
          const events = [{ condition, reset, direction: -1 }] as const;
          (await solveAsync(f, y0, [0, 1.2], { ...options, events })).dispose();
          (await odeintEventAsync(f, y0, 0, { ...options, event: condition, until: 1 })).dispose();
        } catch (thrown) {
          error = thrown;
        }
      });
      expect(left, `at call ${n}`).toBe(0);
      if (error === undefined) break;
      expect(error).toMatchObject({ message: "on purpose" });
    }
  });
});
