import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { solve } from "../../src/index.js";
import { adaptiveMethods } from "../support/tfjs/methods.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";

onEachEngine("An f whose ratio to the tolerance float32 cannot hold", () => {
  it.each(adaptiveMethods)("is integrated with %s, and not called NaN", (method) => {
    for (const slope of [1e20, -1e30, 1e37]) {
      const f = (_t: number, y: tf.Tensor) => tf.fill(y.shape, slope);
      const solution = solve(f, tf.tensor1d([0, 1]), [0, 1], {
        method,
        differentiate: false,
      });
      const { outcome, ys } = solution;
      expect(outcome.kind, `f = ${slope}`).toBe("success");
      const [, , first = 0, second = 0] = tf.div(ys, slope).dataSync();
      expect(first).toBeCloseTo(1, 4);
      expect(second).toBeCloseTo(1, 4);
      solution.dispose();
    }
  });

  it("that is infinite is reported", () => {
    const f = (_t: number, y: tf.Tensor) => tf.fill(y.shape, Number.POSITIVE_INFINITY);
    const solution = solve(f, tf.tensor1d([0, 1]), [0, 1], { differentiate: false });
    expect(solution.outcome).toMatchObject({ kind: "nonFiniteState", t: 0 });
    solution.dispose();
  });
});
