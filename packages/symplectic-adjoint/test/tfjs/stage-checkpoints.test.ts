import { everyStep, startOnly } from "@symplectic-adjoint/checkpoint";
import { bisecting, everyKth, everyKthTogether } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import {
  binomial,
  laggedController,
  measureMemory,
  multiLevel,
  solve,
  solveAsync,
  symplecticAdjoint,
  tableaux,
} from "../../src/index.js";
import { asynchronousEngine } from "../support/tfjs/asynchronous-engine.js";
import { failingAt } from "../support/tfjs/failing-dynamics.js";
import { adaptiveMethods, methods } from "../support/tfjs/methods.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { tensorsLeft, tensorsLeftAsync } from "../support/tfjs/tensors-left.js";

const schedules = [
  everyStep,
  startOnly,
  everyKth(3),
  everyKthTogether(3),
  bisecting,
  binomial({ checkpoints: 2 }),
  multiLevel({ near: 1, far: 1 }),
];
const WIDTH = 8;
const STATE_BYTES = 2 * WIDTH * 4;

/** A network with bias, and a state of two rows. */
function setting() {
  const w1 = tf.variable(tf.mul(tf.cos(tf.range(0, 4 * WIDTH * WIDTH)), 0.3).reshape([WIDTH, -1]));
  const w2 = tf.variable(tf.mul(tf.sin(tf.range(0, 4 * WIDTH * WIDTH)), 0.3).reshape([-1, WIDTH]));
  const bias = tf.variable(tf.cos(tf.range(0, 4 * WIDTH)));
  const y0 = tf.cos(tf.reshape(tf.range(0, 2 * WIDTH), [2, WIDTH]));
  const f = (t: number, y: tf.Tensor) =>
    tf.mul(tf.matMul(tf.tanh(tf.add(tf.matMul(y, w1), bias)), w2) as tf.Tensor, Math.cos(t));
  return { f, y0 };
}

/** A state of two leaves, and a parameter that one of them alone depends on. */
function twoLeaves() {
  const rate = tf.variable(tf.scalar(-0.4));
  const y0 = { p: tf.tensor1d([1, 2]), q: tf.tensor2d([[0.5], [-0.25]]) };
  const f = (_t: number, { p, q }: typeof y0) => ({
    p: tf.mul(rate, tf.sin(p)) as tf.Tensor1D,
    q: tf.sub(tf.sum(p), q) as tf.Tensor2D,
  });
  return { f, y0 };
}

const stepsOf = (method: (typeof methods)[number]) =>
  tableaux[method].error === undefined ? { stepsPerInterval: 4 } : { rtol: 1e-3, atol: 1e-3 };

/** The values of tensors, in order. */
const valuesOf = (tensors: unknown) =>
  (Array.isArray(tensors) ? tensors : Object.values(tensors as object))
    .flat()
    .map((tensor: tf.Tensor) => [...tensor.dataSync()]);

onEachEngine("Stages in checkpoints", () => {
  describe.each([
    [0, 0.5, 1],
    [1, 0.5, 0],
  ])("from %d over %d to %d", (...times) => {
    it.each(methods)("give bitwise the same gradient with %s", (method) => {
      const { f, y0 } = setting();
      const run = (contents: "state" | "stages", schedule = everyStep) => {
        const adjoint = symplecticAdjoint({ contents, schedule });
        const solution = solve(f, y0, times, { ...stepsOf(method), method, adjoint });
        const { y0: lambda, parameters } = solution.pullback(solution.ys);
        const { backward, forward } = solution.stats;
        const values = valuesOf([solution.ys, lambda, ...parameters]);
        solution.dispose();
        return { values, backward, forward };
      };
      const plain = run("state");
      expect(plain.values).toHaveLength(5);
      for (const schedule of schedules) {
        const stages = run("stages", schedule);
        expect(stages.values).toEqual(plain.values);
        expect(stages.forward).toEqual(plain.forward);
      }
      const { recorded } = plain.backward;
      expect(run("stages").backward).toMatchObject({ evaluations: recorded, recorded });
    });
  });

  it("give bitwise the same gradient for a state of several leaves, on a tape, too", () => {
    const { f, y0 } = twoLeaves();
    const run = (contents: "state" | "stages") => {
      const adjoint = symplecticAdjoint({ contents });
      const options = { method: "dopri5", rtol: 1e-3, atol: 1e-3, adjoint } as const;
      let dispose = () => {};
      const { value, grads } = tf.variableGrads(() => {
        const solution = solve(f, y0, [0, 0.5, 1], options);
        dispose = () => solution.dispose();
        return tf.add(tf.sum(tf.square(solution.ys.p)), tf.sum(solution.ys.q)) as tf.Scalar;
      });
      dispose();
      return valuesOf([value, ...Object.values(grads)]);
    };
    expect(run("stages")).toEqual(run("state"));
  });

  it.each(adaptiveMethods)("survive speculative steps with %s", async (method) => {
    const { f, y0 } = setting();
    const options = { method, rtol: 1e-3, atol: 1e-3 } as const;
    const controller = laggedController();
    const adjoint = symplecticAdjoint();
    const plain = solve(f, y0, [0, 2], { ...options, controller, adjoint } as object);
    const expected = plain.pullback(plain.ys);
    const { backend } = asynchronousEngine();
    const left = await tensorsLeftAsync(async () => {
      const stages = symplecticAdjoint({ contents: "stages" });
      const given = { ...options, backend, adjoint: stages } as object;
      const solution = await solveAsync(f, y0, [0, 2], given);
      const gradients = await solution.pullbackAsync(solution.ys);
      const all = [gradients.y0, ...gradients.parameters] as Array<tf.Tensor>;
      expect(valuesOf(all)).toEqual(valuesOf([expected.y0, ...expected.parameters]));
      tf.dispose(all);
      solution.dispose();
    });
    expect(left).toBe(0);
    plain.dispose();
  });

  it.each(schedules)("leave nothing, whichever evaluation fails, schedule $name", (schedule) => {
    const { f, y0 } = setting();
    const adjoint = symplecticAdjoint({ contents: "stages", schedule });
    for (const control of [{ stepsPerInterval: 3 }, { rtol: 1e-2, atol: 1e-2 }]) {
      for (let n = 1; ; n += 3) {
        const failing = failingAt(n, f, () => {
          throw new RangeError("on purpose");
        });
        let failed = false;
        const left = tensorsLeft(() => {
          try {
            const options = { ...control, method: "bosh3", adjoint } as const;
            const solution = solve(failing.f, y0, [0, 0.5, 1], options);
            try {
              const { y0: lambda, parameters } = solution.pullback(solution.ys);
              tf.dispose([lambda, ...parameters]);
            } finally {
              solution.dispose();
            }
          } catch (error) {
            expect(error).toEqual(new RangeError("on purpose"));
            failed = true;
          }
        });
        expect({ n, left }).toEqual({ n, left: 0 });
        if (!failed) break;
      }
    }
  });

  it.each(methods)("are held between the passes, with %s, and nothing else", (method) => {
    const { f, y0 } = setting();
    const stages = tableaux[method].activeStages.length;
    for (const steps of [1, 2, 5]) {
      const adjoint = symplecticAdjoint({ contents: "stages" });
      const options = { method, stepsPerInterval: steps, adjoint } as const;
      const { value, remainingBytes } = measureMemory(() => solve(f, y0, [0, 1], options));
      // The outputs; y0, which is the first state, somebody else holds.
      expect(remainingBytes).toBe((2 + steps * stages - 1) * STATE_BYTES);
      value.dispose();
    }
  });
});
