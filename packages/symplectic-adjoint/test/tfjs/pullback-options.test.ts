import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { type Solution, solveAsync } from "../../src/index.js";
import { expectClose, numbersOf } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { exactStrategies } from "../support/tfjs/strategies.js";

onEachEngine("pullback and differentiable", () => {
  const f = (t: tf.Scalar, y: tf.Tensor) => tf.mul(y, tf.sub(tf.cos(t), 0.5));
  const solved = (adjoint: ReturnType<(typeof exactStrategies)[number]["adjoint"]>) =>
    solveAsync(f as never, tf.tensor1d([1, 2]), tf.tensor1d([0, 0.5, 1, 2]), {
      ...{ adjoint, dense: true, time: "tensor", interpolate: true, rtol: 1e-6, atol: 1e-7 },
      stepT: tf.tensor1d([0.75]),
    }) as Promise<Solution<tf.Tensor, tf.Tensor>>;

  describe.each(exactStrategies)("of $name", ({ adjoint }) => {
    it("return gradients for times and dense output, and leave nothing", async () => {
      const solution = await solved(adjoint());
      const cotangents = tf.ones([4, 2]);
      const dense = { t: [0.3, 0.9, 0.95], states: tf.ones([3, 2]), derivatives: tf.ones([3, 2]) };
      const before = tf.memory().numTensors;
      const { y0, t, stepT, jumpT, parameters } = solution.pullback(cotangents, {
        ...{ times: true, dense },
      });
      expect(tf.memory().numTensors - before).toBe(3);
      expect([y0.shape, t?.shape, stepT?.shape, jumpT, parameters]).toEqual([
        ...[[2], [4], [1], undefined, []],
      ]);
      const plain = solution.pullback(cotangents, { dense });
      expect(Object.keys(plain)).toEqual(["y0", "parameters"]);
      expectClose(plain.y0, y0, 1e-5);
      const awaited = await solution.pullbackAsync(cotangents, { times: true, dense });
      expectClose(awaited.t as tf.Tensor, t as tf.Tensor, 0);

      // The solution is linear in y0: its product with the gradient is the loss.
      const loss = tf.addN([
        ...[solution.ys, solution.evaluate(dense.t), solution.derivative(dense.t)].map((x) =>
          tf.sum(x),
        ),
      ]);
      expect(numbersOf(tf.sum(tf.mul(y0, tf.tensor1d([1, 2]))))[0]).toBeCloseTo(
        numbersOf(loss)[0] as number,
        4,
      );

      const onTape = tf.grads((start: tf.Tensor, times: tf.Tensor) =>
        tf.sum(solution.differentiable(start, { t: times })),
      );
      const alone = solution.pullback(cotangents, { times: true });
      const [byStart, byTimes] = onTape([tf.tensor1d([1, 2]), tf.tensor1d([0, 0.5, 1, 2])]);
      expectClose(byStart as tf.Tensor, alone.y0, 1e-6);
      expectClose(byTimes as tf.Tensor, alone.t as tf.Tensor, 1e-6);
      expect(() =>
        solution.differentiable(tf.tensor1d([1, 2]), { jumpT: tf.tensor1d([0.1]) }),
      ).toThrow(/no times of the solve were given as an array/);
      solution.dispose();
    });
  });
});
