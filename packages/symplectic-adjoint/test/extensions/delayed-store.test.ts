import { everyStep, memoryStore, startOnly } from "@symplectic-adjoint/checkpoint";
import { settle } from "@symplectic-adjoint/core";
import { bisecting, everyKth, lotkaVolterra } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import {
  binomial,
  checkpointPerStep,
  float64,
  multiLevel,
  oneCheckpoint,
  online,
  solve,
  solveAsync,
  symplecticAdjoint,
  tieredStore,
} from "../../src/index.js";
import { type DelayedStore, delayedStore } from "./delayed-store.js";

const strategies = [
  ["symplecticAdjoint", symplecticAdjoint],
  ["checkpointPerStep", checkpointPerStep],
] as const;
const schedules = [
  ...[everyStep, startOnly, everyKth(3), bisecting],
  ...[binomial({ checkpoints: 3 }), online({ checkpoints: 3 }), multiLevel({ near: 2, far: 2 })],
];
const func = lotkaVolterra();
const times = [0, 1, 3];
const cotangents = Float64Array.of(0, 0, 1, -1, 0.5, 2);
const controls = [
  ["adaptive steps", { rtol: 1e-4, atol: 1e-4 }],
  ["fixed steps", { stepsPerInterval: 5 }],
] as const;

describe.each(strategies)("A store with delays under %s", (_, strategy) => {
  for (const schedule of schedules) {
    test.each(controls)(
      `gives bitwise the gradient of the memory store: schedule ${schedule.name}, %s.`,
      async (__, control) => {
        const stores: Array<DelayedStore<never>> = [];
        const adjoint = strategy({
          schedule,
          store: (backend) => {
            const store = delayedStore(backend);
            stores.push(store as never);
            return store;
          },
        });
        const given = { ...control, backend: float64 };
        const slow = await solveAsync(func, func.y0, times, { ...given, adjoint });
        const quick = solve(func, func.y0, times, { ...given, adjoint: strategy({ schedule }) });
        // Twice: what a pullback leaves in the store serves another one.
        for (let i = 0; i < 2; i++) {
          const late = await slow.pullbackAsync(cotangents);
          const atOnce = quick.pullback(cotangents);
          expect(late.y0).toEqual(atOnce.y0);
          expect(late.parameters).toEqual(atOnce.parameters);
        }
        const [store] = stores as [DelayedStore<never>];
        expect(store.steps().length).toBeGreaterThan(0);
        if (schedule === everyStep) {
          // Every checkpoint but the first that was got is announced before the reverse in front of it.
          const steps = slow.stats.stepSizes.length;
          expect(store.announced.length).toBe(2 * (steps - 1));
        }
        slow.dispose();
        expect(store.steps()).toEqual([]);
        quick.dispose();
      },
    );
  }
});

test.each(controls)(
  "As the slower one of two stores it has no more checkpoints than it may have, with %s.",
  async (_, control) => {
    const schedule = multiLevel({ near: 2, far: 3 });
    const given = { ...control, backend: float64 };
    const expected = solve(func, func.y0, times, { ...given, adjoint: symplecticAdjoint() });
    const most = { near: 0, far: 0 };
    const adjoint = symplecticAdjoint({
      schedule,
      store(backend) {
        const near = memoryStore(backend);
        const far = delayedStore(backend);
        const tiers = tieredStore([near, far]);
        const count = () => {
          most.near = Math.max(most.near, near.steps().length);
          most.far = Math.max(most.far, far.steps().length);
        };
        return {
          ...tiers,
          *put(step, state, level) {
            yield* settle(tiers.put(step, state, level));
            count();
          },
          *move(step, level) {
            yield* settle(tiers.move?.(step, level));
            count();
          },
        };
      },
    });
    const solution = await solveAsync(func, func.y0, times, { ...given, adjoint });
    for (let i = 0; i < 2; i++)
      expect(await solution.pullbackAsync(cotangents)).toEqual(expected.pullback(cotangents));
    expect(most).toEqual({ near: 2, far: 3 });
  },
);

test("It serves oneCheckpoint, too.", async () => {
  const adjoint = oneCheckpoint();
  const plain = solve(func, func.y0, times, { adjoint, backend: float64 });
  const slow = await solveAsync(func, func.y0, times, {
    adjoint: checkpointPerStep({ schedule: startOnly, store: delayedStore }),
    backend: float64,
  });
  expect((await slow.pullbackAsync(cotangents)).y0).toEqual(plain.pullback(cotangents).y0);
});

test("Driven synchronously, it is an error with an explanation, and nothing leaks.", () => {
  const adjoint = symplecticAdjoint({ store: delayedStore });
  expect(() => solve(func, func.y0, times, { adjoint, backend: float64 })).toThrow(
    /waits for a promise cannot be run synchronously/,
  );
  const y0 = tf.tensor1d([1, 2]);
  const before = tf.memory().numTensors;
  expect(() => solve((_t, y: tf.Tensor) => y.neg(), y0, [0, 1], { adjoint })).toThrow("promise");
  expect(tf.memory().numTensors).toBe(before);
  y0.dispose();
});

test("Tensors leave the engine's memory while they are stored, and come back bit for bit.", async () => {
  const w = tf.tidy(() => tf.variable(tf.tensor2d([0.1, -0.5, 0.7, 0.2], [2, 2])));
  const y0 = tf.tensor2d([1, 2], [1, 2]);
  const f = (_t: number, y: tf.Tensor) => tf.tanh(tf.matMul(y as tf.Tensor2D, w));
  const before = tf.memory().numTensors;
  const run = async (store?: typeof delayedStore) => {
    const adjoint = symplecticAdjoint(store === undefined ? {} : { store });
    const solution = await solveAsync(f, y0, [0, 1, 2], { adjoint, stepSize: 0.25 });
    const held = tf.memory().numTensors - before;
    const ones = tf.onesLike(solution.ys);
    const { y0: lambda, parameters } = await solution.pullbackAsync(ones);
    const numbers = [lambda, ...parameters].map((tensor) => [...tensor.dataSync()]);
    tf.dispose([ones, lambda, ...parameters]);
    solution.dispose();
    expect(tf.memory().numTensors).toBe(before);
    return { held, numbers };
  };
  const [slow, quick] = [await run(delayedStore), await run()];
  expect(slow.numbers).toEqual(quick.numbers);
  expect(quick.held - slow.held).toBe(8);
  tf.dispose([w, y0]);
});
