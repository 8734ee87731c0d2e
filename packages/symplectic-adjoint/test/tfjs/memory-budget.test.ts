import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  backpropagation,
  checkpointPerStep,
  everyStep,
  explain,
  MemoryBudgetError,
  measureMemory,
  odeint,
  odeintAdjoint,
  odeintCheckpoint,
  odeintOnecheckpoint,
  odeintSymplecticAdjoint,
  odeintSymplecticAdjointAsync,
  oneCheckpoint,
  planMemory,
  solve,
  solveAsync,
  symplecticAdjoint,
} from "../../src/index.js";
import { implicitMidpoint } from "../extensions/implicit-midpoint.js";
import { leapfrog } from "../extensions/leapfrog.js";
import { adjoints, anyBudgetCase, type BudgetCase, setUp } from "../support/tfjs/budget-cases.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";

type Setting = ReturnType<typeof setUp>;

/** Cases of one test, so that none takes long. */
const PART = 20;

/** LONG=1 tries more. */
const CASES = process.env.LONG === undefined ? { cpu: 60, wasm: 20 } : { cpu: 200, wasm: 40 };

/** The gradient of a solve, the bytes that it needed at most, and what it did. */
function measured({ f, y0, t, options, cotangents }: Setting, rest: object, pullbacks = 1) {
  const { value, peakBytes, remainingBytes } = measureMemory(() => {
    const solution = solve(f, y0, t, { ...options, ...rest });
    // What a pullback returns is the caller's, who frees it.
    const all = new Array(pullbacks).fill(0).map(() => {
      const { y0: fromY0, parameters } = solution.pullback(cotangents as never);
      return [...fromY0, ...parameters].map((gradient) => {
        const values = Array.from(gradient.dataSync());
        gradient.dispose();
        return values;
      });
    });
    solution.dispose();
    return { all, stats: solution.stats };
  });
  expect(remainingBytes).toBe(0);
  for (const again of value.all) expect(again).toEqual(value.all[0]);
  return { gradients: value.all[0] as Array<Array<number>>, peakBytes, stats: value.stats };
}

function expectSame(
  found: ReadonlyArray<ReadonlyArray<number>>,
  expected: typeof found,
  exact: boolean,
) {
  if (exact) return expect(found).toEqual(expected);
  const largest = Math.max(...expected.flat().map(Math.abs));
  found.forEach((values, i) => {
    values.forEach((value, j) => {
      expect(Math.abs(value - (expected[i]?.[j] as number))).toBeLessThan(1e-4 * largest);
    });
  });
}

const numbers = (values: ArrayLike<number>): Array<number> => Array.from(values);

function tries(given: BudgetCase): { readonly recomputed: number } {
  const setting = setUp(given);
  const { f, y0, t, options } = setting;
  const make = adjoints[given.strategy];
  const large = planMemory(f, y0, t, { ...options, adjoint: make({ memoryBudget: "1 TiB" }) });
  const { minimum } = large;
  const free = measured(setting, { adjoint: make() });
  const budget = Math.floor(minimum + given.part * Math.max(0, free.peakBytes - minimum));
  const kept = measured(setting, { adjoint: make({ memoryBudget: budget }) }, given.leaves);

  expect(kept.peakBytes).toBeLessThanOrEqual(budget);
  expect(kept.stats.memory?.plan?.peak).toBeLessThanOrEqual(budget);
  expect(kept.stats.memory?.checkpoints).toBeLessThanOrEqual(
    kept.stats.memory?.plan?.checkpoints as number,
  );
  expectSame(kept.gradients, free.gradients, given.strategy !== "oneCheckpoint");
  const less = { ...options, adjoint: make({ memoryBudget: minimum - 1 }) };
  expect(() => solve(f, y0, t, less)).toThrow(MemoryBudgetError);
  return { recomputed: kept.stats.memory?.recomputed as number };
}

onEachEngine("A memory budget", (engine) => {
  const cases = fc.sample(anyBudgetCase, { numRuns: CASES[engine as "cpu" | "wasm"], seed: 20 });
  const parts = Array.from({ length: cases.length / PART }, (_, i) => i * PART);

  it.each(parts)(
    "is kept in random cases from number %i, to the byte, with the same gradient",
    (from) => {
      let recomputing = 0;
      for (const given of cases.slice(from, from + PART)) {
        tf.engine().startScope();
        try {
          if (tries(given).recomputed > 0) recomputing++;
        } finally {
          tf.engine().endScope();
          tf.disposeVariables();
        }
      }
      // Otherwise nothing was tried.
      expect(recomputing).toBeGreaterThan(PART / 8);
    },
  );

  it("is kept with outputs within steps", () => {
    for (const given of cases.slice(0, PART)) {
      tf.engine().startScope();
      try {
        tries({ ...given, interpolates: true });
      } finally {
        tf.engine().endScope();
        tf.disposeVariables();
      }
    }
  });

  const wide: BudgetCase = {
    ...{ strategy: "symplecticAdjoint", method: "rk4", stepsPerInterval: 40, span: 2, times: 2 },
    ...{ batch: 8, width: 8, hidden: 16, leaves: 1, captures: true, part: 0 },
  };

  it("is kept with methods that have memory", () => {
    for (const [strategy, make] of Object.entries(adjoints)) {
      const setting = setUp({ ...wide, stepsPerInterval: 15 });
      const { f, y0, t } = setting;
      const options = { method: leapfrog, stepsPerInterval: 15 };
      const adjoint = make({ memoryBudget: "1 GiB" });
      const { minimum, peak } = planMemory(f, y0, t, { ...options, adjoint });
      const free = measured(setting, { ...options, adjoint: make() });
      for (const part of [0, 0.2, 0.7, 1]) {
        const budget = Math.floor(minimum + part * (peak - minimum));
        const given = { ...options, adjoint: make({ memoryBudget: budget }) };
        const kept = measured(setting, given, 2);
        expect(kept.peakBytes).toBeLessThanOrEqual(budget);
        expectSame(kept.gradients, free.gradients, strategy !== "oneCheckpoint");
      }
    }
  });

  it.each([
    ["odeintSymplecticAdjoint", odeintSymplecticAdjoint, symplecticAdjoint],
    ["odeintCheckpoint", odeintCheckpoint, checkpointPerStep],
    ["odeintOnecheckpoint", odeintOnecheckpoint, oneCheckpoint],
  ])("is kept by %s on a tape, fixed and adaptive", (_, integrate, make) => {
    const adaptive = { ...wide, method: "dopri5", stepsPerInterval: undefined } as const;
    for (const each of [wide, adaptive]) {
      const { f, y0, t, options, cotangents } = setUp(each);
      const [weights] = cotangents as [tf.Tensor];
      const gradients = (given: object) => {
        const loss = () => {
          const [ys] = (integrate as typeof odeintCheckpoint)(f, y0, t, { ...options, ...given });
          return tf.sum(tf.mul(ys as tf.Tensor, weights)) as tf.Scalar;
        };
        const { value, peakBytes } = measureMemory(() => tf.variableGrads(loss).grads);
        return { values: Object.values(value).map((each) => numbers(each.dataSync())), peakBytes };
      };
      const free = gradients({});
      const adjoint = make({ memoryBudget: "1 GiB" });
      const memoryBudget = planMemory(f, y0, t, { ...options, adjoint }).minimum + 500;
      const kept = gradients({ memoryBudget });
      // What TensorFlow.js needs for this loss and its derivative by itself.
      const ofLoss = measureMemory(() =>
        tf.grad((ys) => tf.sum(tf.mul(ys, weights)))(tf.zerosLike(weights)),
      );
      expect(kept.peakBytes).toBeLessThanOrEqual(memoryBudget + ofLoss.peakBytes);
      expect(kept.peakBytes).toBeLessThan(free.peakBytes);
      expectSame(kept.values, free.values, make !== oneCheckpoint);
    }
  });

  it("is kept by the asynchronous functions", async () => {
    const { f, y0, t, options, cotangents } = setUp({
      ...wide,
      method: "dopri5",
      stepsPerInterval: undefined,
    });
    const free = await solveAsync(f, y0, t, options);
    const { minimum } = planMemory(f, y0, t, { ...options, memoryBudget: "1 GiB" });
    const budget = minimum + 1000;
    const { value, peakBytes } = await measureMemory(async () => {
      const solution = await odeintSymplecticAdjointAsync(f, y0, t, {
        ...options,
        memoryBudget: budget,
      });
      return { solution, pulled: await solution.pullbackAsync(cotangents as never) };
    });
    expect(peakBytes).toBeLessThanOrEqual(budget);
    const expected = free.pullback(cotangents as never);
    expect(value.pulled.y0[0]?.dataSync()).toEqual(expected.y0[0]?.dataSync());
    for (const { solution, pulled } of [value, { solution: free, pulled: expected }]) {
      tf.dispose([...(pulled.y0 as ReadonlyArray<tf.Tensor>), ...pulled.parameters]);
      solution.dispose();
    }
  });

  it("counts what measuring costs, and what was computed again", () => {
    const { f, y0, t, options, cotangents } = setUp(wide);
    const free = solve(f, y0, t, options);
    const kept = solve(f, y0, t, { ...options, memoryBudget: "1 GiB" });
    // One step, once more with its stages; its reversal, once more from stages; and a record.
    expect(kept.stats.forward.evaluations - free.stats.forward.evaluations).toBe(4 + 4);
    expect(kept.stats.backward).toMatchObject({ evaluations: 7 + 4 + 1, vjps: 8 });
    const some = solve(f, y0, t, { ...options, memoryBudget: kept.stats.memory?.plan?.minimum });
    some.pullback(cotangents as never);
    expect(some.stats.memory).toMatchObject({ checkpoints: 1, recomputed: (40 * 39) / 2 });
    const { text, data } = explain(some);
    expect(data).toMatchObject({ finished: true, steps: 40, checkpoints: 1, recomputed: 780 });
    expect(text).toContain("The backward pass took 780 steps again");
    for (const solution of [free, kept, some]) solution.dispose();
  });

  it("keeps to values alone if no gradient is wanted", () => {
    const { f, y0, t, options } = setUp(wide);
    const planned = planMemory(f, y0, t, { ...options, memoryBudget: "1 GiB" });
    const memoryBudget = planned.minimum - 1;
    const settings = { ...options, memoryBudget, differentiate: false };
    const { value, peakBytes } = measureMemory(() => solve(f, y0, t, settings));
    expect(peakBytes).toBeLessThanOrEqual(memoryBudget);
    expect(value.stats.memory).toBeUndefined();
    value.dispose();
    expect(() => solve(f, y0, t, { ...options, memoryBudget })).toThrow(MemoryBudgetError);
  });

  it("is refused with methods whose memory depends on their iterations", () => {
    const { f, y0, t, options } = setUp(wide);
    const given = { ...options, method: implicitMidpoint, memoryBudget: "1 GiB" };
    expect(() => solve(f, y0, t, given)).toThrow(/memoryBudget cannot be kept with this method/);
  });

  it("is planned without leaving a trace, also while a tape records", () => {
    const { f, y0, t, options } = setUp(wide);
    const plan = () => planMemory(f, y0, t, { ...options, memoryBudget: "64 KiB" });
    const { value, remainingBuffers } = measureMemory(plan);
    expect(remainingBuffers).toBe(0);
    expect(value.peak).toBeLessThanOrEqual(64 * 1024);
    tf.variableGrads(() => {
      expect(plan().peak).toBe(value.peak);
      return tf.sum(y0[0] as tf.Tensor).add(tf.sum(f(0, y0)[0] as tf.Tensor)) as tf.Scalar;
    });
    const { schedule, peak } = planMemory(f, y0, t, options);
    expect(schedule.name).toBe("everyStep");
    const { peakBytes } = measured(setUp(wide), {});
    expect(peakBytes).toBeLessThanOrEqual(peak);
  });
});

describe("A memory budget is refused", () => {
  const f = (_t: number, y: tf.Tensor) => tf.neg(y);
  const solving = (call: (y0: tf.Tensor) => unknown) => () =>
    tf.tidy(() => void call(tf.tensor1d([1])));

  it("by functions that store no checkpoints, with the names of those that do", () => {
    const options = { memoryBudget: "64 MiB" } as object;
    for (const integrate of [odeint, odeintAdjoint])
      expect(solving((y0) => integrate(f, y0, [0, 1], options))).toThrow(
        /memoryBudget is not an option of this function.*odeintSymplecticAdjoint, odeintCheckpoint/,
      );
  });

  it("by solve together with an adjoint that has the option", () => {
    const options = { memoryBudget: "64 MiB", adjoint: checkpointPerStep() };
    expect(solving((y0) => solve(f, y0, [0, 1], options))).toThrow(
      /Pass it to the adjoint.*memoryBudget: "64 MiB"/,
    );
  });

  it("together with what it decides", () => {
    expect(() => symplecticAdjoint({ memoryBudget: 1e6, schedule: everyStep })).toThrow(
      /schedule was given together with memoryBudget/,
    );
    expect(() => symplecticAdjoint({ memoryBudget: 1e6, contents: "stages" })).toThrow(
      /contents was given together with memoryBudget/,
    );
  });

  it("if it is too small, with the smallest that would do", () => {
    const small = solving((y0) => solve(f, y0, [0, 1], { method: "rk4", memoryBudget: 10 }));
    expect(small).toThrow(/memoryBudget is too small.*Write memoryBudget: \d+/);
  });

  it("by planMemory for strategies without checkpoints", () => {
    expect(solving((y0) => planMemory(f, y0, [0, 1], { adjoint: backpropagation() }))).toThrow(
      /stores no checkpoints/,
    );
  });
});
