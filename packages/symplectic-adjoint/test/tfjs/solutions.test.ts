import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { solve } from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import {
  cotangentTensor,
  networkFunction,
  networkState,
  networkWeights,
} from "../support/tfjs/network-problem.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

const times = [0, 0.5, 1];
const options = { method: "dopri5", rtol: 1e-4, atol: 1e-5 } as const;

onEachEngine("An asynchronous solution", () => {
  describe.each(strategies)("of $name", ({ integrate, integrateAsync, exact }) => {
    it("joins minimize, and changes the weights as the synchronous function does", async () => {
      const y0 = networkState();
      const [one, two] = [networkWeights(), networkWeights()].map((weights) =>
        weights.map((weight) => tf.variable(weight)),
      ) as [Array<tf.Variable>, Array<tf.Variable>];
      const optimizer = tf.train.sgd(0.1);
      const solution = await integrateAsync(networkFunction(one), y0, times, options);
      const evaluations = solution.stats.forward.evaluations;
      const cost = (ys: tf.Tensor) =>
        tf.sum(tf.mul(ys, cotangentTensor(times.length))) as tf.Scalar;
      const first = optimizer.minimize(() => cost(solution.differentiable(y0)), true) as tf.Scalar;
      expect(solution.stats.forward.evaluations).toBe(evaluations);
      const second = optimizer.minimize(
        () => cost(integrate(networkFunction(two), y0, times, options)),
        true,
      ) as tf.Scalar;
      expectClose(first, second, 0);
      one.forEach((variable, i) => {
        expectClose(variable, two[i] as tf.Variable, 0);
      });
      solution.dispose();
      optimizer.dispose();
    });

    it("works in tf.grads with operations around it, and returns the gradient of y0 too", async () => {
      const weights = networkWeights();
      const x = networkState();
      const start = tf.sin(x);
      const solution = await integrateAsync(networkFunction(weights), start, times, options);
      const around = (join: (y0: tf.Tensor) => tf.Tensor) => (input: tf.Tensor) =>
        tf.sum(tf.square(join(tf.sin(input)))) as tf.Scalar;
      const joined = tf.grad(around((y0) => solution.differentiable(y0)))(x);
      const solved = tf.grad(
        around((y0) => integrate(networkFunction(weights), y0, times, options)),
      )(x);
      expectClose(joined, solved, 0);
      // Off a tape it is a copy of the values.
      const copy = solution.differentiable(start);
      expectClose(copy, solution.ys, 0);
      expect(copy).not.toBe(solution.ys);
      solution.dispose();
      expect(copy.isDisposed).toBe(false);
    });

    it("reports its times, its steps and its cost", async () => {
      const weights = networkWeights();
      const events: Array<number> = [];
      const solution = await integrateAsync(networkFunction(weights), networkState(), times, {
        ...{ ...options, firstStep: 0.5 },
        onStep: ({ accepted, h }) => {
          if (accepted) events.push(h);
        },
      });
      const { t, stats, outcome, parameters } = solution;
      expect(t).toEqual(times);
      expect(outcome).toMatchObject({ kind: "success", t: 1 });
      expect(parameters).toHaveLength(weights.length);
      expect(weights.every((weight) => parameters.includes(weight))).toBe(true);
      expect(stats.stepSizes).toEqual(events);
      expect(stats.stepSizes.reduce((sum, h) => sum + h, 0)).toBeCloseTo(1, 14);
      const { accepted, rejected, evaluations } = stats.forward;
      // k_1, and six new stages an attempt: the last is the next step's first.
      expect(evaluations).toBe(1 + 6 * (accepted + rejected));
      expect(stats.backward).toMatchObject({ evaluations: 0, vjps: 0 });
      solution.pullback(solution.ys);
      expect(stats.backward.vjps).toBeGreaterThanOrEqual(exact ? 6 * accepted : 1);
      solution.dispose();
    });

    it("that ends early has the outputs that were reached, and no derivative", async () => {
      const f = (_t: number, y: tf.Tensor) => tf.square(y);
      const solution = await integrateAsync(f, tf.tensor1d([1]), [0, 0.5, 2], {
        ...{ ...options, maxNumSteps: 200 },
      });
      // y = 1 / (1 − t)
      expect(solution.outcome.kind).not.toBe("success");
      expect(solution.outcome.t).toBeGreaterThan(0.9);
      expect(solution.t).toEqual([0, 0.5]);
      expect(solution.ys.shape).toEqual([2, 1]);
      expectClose(solution.ys, [1, 2], 1e-3);
      expect(() => solution.pullback(solution.ys)).toThrow(/ended at t = /);
      solution.dispose();
    });
  });

  it("stops at a signal, while others work", async () => {
    const controller = new AbortController();
    const f = (_t: number, y: tf.Tensor) => tf.mul(y, -1);
    setTimeout(() => controller.abort(), 20);
    const { integrateAsync } = strategies[0] as (typeof strategies)[number];
    const solution = await integrateAsync(f, tf.tensor1d([1]), [0, 1], {
      ...{ method: "euler", stepsPerInterval: 100_000, signal: controller.signal },
    });
    expect(solution.outcome.kind).toBe("aborted");
    expect(solution.stats.forward.accepted).toBeLessThan(100_000);
    solution.dispose();
  });

  it("solve accepts tensors without a backend, and is equivalent to the functions", () => {
    const [weights, y0] = [networkWeights(), networkState()];
    for (const { adjoint, integrate } of strategies) {
      const solution = solve(networkFunction(weights), y0, times, {
        ...{ ...options, adjoint: adjoint() },
      });
      const ys = integrate(networkFunction(weights), y0, times, options);
      expectClose(solution.ys, ys, 0);
      const { y0: gradient } = solution.pullback(cotangentTensor(times.length));
      const reference = tf.grad((start: tf.Tensor) =>
        tf.sum(
          tf.mul(
            integrate(networkFunction(weights), start, times, options),
            cotangentTensor(times.length),
          ),
        ),
      )(y0);
      expectClose(gradient, reference, 1e-6);
      solution.dispose();
    }
  });
});
