import { ReleasedError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { disposeAbandonedTape, measureMemory, solve } from "../../src/index.js";
import { methods } from "../support/tfjs/methods.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

// With differentiate: false the twins cost what the plain functions cost outside of a tape.

const WIDTH = 8;
const times = [0, 1, 2];

function setting() {
  const w = tf.variable(tf.mul(tf.cos(tf.range(0, WIDTH * WIDTH)), 0.2).reshape([WIDTH, WIDTH]));
  const y0 = tf.cos(tf.reshape(tf.range(0, WIDTH), [1, WIDTH]));
  const counter = { evaluations: 0 };
  const f = (_t: number, y: tf.Tensor) => {
    counter.evaluations++;
    return tf.tanh(tf.matMul(y, w)) as tf.Tensor;
  };
  return { f, y0, counter };
}

onEachEngine("Without a gradient", () => {
  describe.each(strategies)("the twin of $name", ({ integrate, integrateAsync }) => {
    it.each(methods)(
      "evaluates and holds what the plain function does, with %s",
      async (method) => {
        const { f, y0, counter } = setting();
        const options = {
          method,
          rtol: 1e-3,
          atol: 1e-4,
          ...(method === "rk4" && { stepSize: 0.25 }),
        };
        const plain = measureMemory(() => integrate(f, y0, times, options));
        const evaluations = counter.evaluations;
        counter.evaluations = 0;
        const twin = await measureMemory(() =>
          integrateAsync(f, y0, times, { ...options, differentiate: false, speculate: false }),
        );
        expect(counter.evaluations).toBe(evaluations);
        expect(twin.value.stats.forward.evaluations).toBe(evaluations);
        expect(twin.remainingBytes).toBe(times.length * WIDTH * 4);
        expect(twin.remainingBytes).toBe(plain.remainingBytes);
        expect(twin.remainingBuffers).toBe(plain.remainingBuffers);
        expect(twin.peakBytes).toBe(plain.peakBytes);
        expect([...twin.value.ys.dataSync()]).toEqual([...plain.value.dataSync()]);
        expect(twin.value.parameters).toEqual([]);
        twin.value.dispose();
      },
    );

    it("returns a solution that cannot be differentiated, with an explanation", async () => {
      const { f, y0 } = setting();
      const options = { method: "rk4", differentiate: false } as const;
      const solution = await integrateAsync(f, y0, times, options);
      const says = /computed with differentiate: false.*Omit differentiate: false/;
      const cotangents = tf.onesLike(solution.ys);
      for (const ask of [
        () => solution.pullback(cotangents),
        () => solution.differentiable(y0),
        () => tf.grad((y: tf.Tensor) => tf.sum(solution.differentiable(y)))(y0),
        () => tf.grad((y: tf.Tensor) => tf.sum(solution.pullback(tf.add(cotangents, y)).y0))(y0),
      ]) {
        expect(ask).toThrow(says);
        // TensorFlow.js leaves the tape of a loss that throws.
        disposeAbandonedTape();
      }
      expect(() => solution.pullback(cotangents)).toThrow(ReleasedError);
      await expect(solution.pullbackAsync(cotangents)).rejects.toThrow(says);
      solution.dispose();
    });
  });

  it("the solution of solve cannot be differentiated, with an explanation", () => {
    const { f, y0 } = setting();
    const solution = solve(f, y0, times, { method: "rk4", differentiate: false });
    expect(() => solution.differentiable(y0)).toThrow(ReleasedError);
    expect(() => solution.differentiable(y0)).toThrow(/Omit differentiate: false/);
    expect(() => solution.pullback(solution.ys)).toThrow(/Omit differentiate: false/);
    solution.dispose();
  });
});
