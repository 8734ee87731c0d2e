import { memoryStore } from "@symplectic-adjoint/checkpoint";
import type { Backend, CheckpointSchedule, CheckpointStore } from "@symplectic-adjoint/core";
import { arbitraryNetwork, lotkaVolterra } from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CheckpointOptions,
  checkpointPerStep,
  recomputedSteps,
  symplecticAdjoint,
  tieredStore,
} from "../../src/index.js";
import { arbitrarySolve } from "../support/arbitrary-solve.js";
import { differentiate, type Float64Options } from "../support/differentiate.js";
import { joined } from "../support/joined.js";
import { schedules, schedulesWithin } from "../support/schedules.js";

const strategies = [
  ["symplecticAdjoint", symplecticAdjoint],
  [
    "symplecticAdjoint with stages in its checkpoints",
    (options: CheckpointOptions) => symplecticAdjoint({ ...options, contents: "stages" }),
  ],
  ["checkpointPerStep", checkpointPerStep],
] as const;
const twoStores = <A>(backend: Backend<A>) =>
  tieredStore([memoryStore(backend), memoryStore(backend)]);

/** A memory store that remembers the most checkpoints it had. */
function countingPeak() {
  const peak = { checkpoints: 0 };
  const store = <A>(backend: Backend<A>): CheckpointStore<A> => {
    const memory = memoryStore(backend);
    return {
      ...memory,
      put(step, state) {
        memory.put(step, state);
        peak.checkpoints = Math.max(peak.checkpoints, memory.steps().length);
      },
    };
  };
  return { peak, store };
}

describe.each(strategies)(
  "The gradient of %s is bitwise that of a checkpoint per step",
  (_, make) => {
    test.each(schedules)("under $name as its schedule.", (schedule) => {
      const cotangents = Float64Array.of(0, 1, 2, 0, -1, 3, 0.5, -2);
      for (const times of [
        [0, 2, 2.5, 5],
        [5, 2.5, 2, 0],
      ]) {
        for (const method of ["dopri5", "bosh3", "rk4"] as const) {
          const steps = method === "rk4" ? { stepSize: 0.3 } : { rtol: 1e-4, atol: 1e-4 };
          const run = (options: CheckpointOptions) =>
            differentiate(lotkaVolterra(), times, cotangents, {
              ...{ method, ...steps, jumpT: [1], stepT: [3] },
              adjoint: make(options),
            });
          const expected = run({});
          for (const store of [memoryStore, twoStores]) {
            const { solution, y0, parameters } = run({ schedule, store });
            expect(y0).toEqual(expected.y0);
            expect(parameters).toEqual(expected.parameters);
            // Further pullbacks start from what the first one left.
            for (let i = 0; i < 2; i++)
              expect(solution.pullback(cotangents)).toEqual({ y0, parameters: [parameters] });
          }
        }
      }
    });

    test("for random networks, tableaux, output times and budgets.", () => {
      fc.assert(
        fc.property(
          arbitrarySolve(),
          fc.integer({ min: 1, max: 12 }),
          fc.nat({ max: 4 }),
          ({ problem, times, options, cotangents }, checkpoints, which) => {
            const run = (given: CheckpointOptions) =>
              differentiate(problem, times, joined(cotangents), {
                ...options,
                adjoint: make(given),
              });
            const choices = schedulesWithin(checkpoints);
            const schedule = choices[which] as CheckpointSchedule;
            const [expected, got] = [run({}), run({ schedule })];
            expect(got.y0).toEqual(expected.y0);
            expect(got.parameters).toEqual(expected.parameters);
          },
        ),
        { seed: 42, numRuns: 150 },
      );
    });

    test("for random numbers of steps up to 300 and all budgets, with no more checkpoints than that.", () => {
      const cases = fc.record({
        problem: arbitraryNetwork(),
        steps: fc.integer({ min: 1, max: 300 }),
        checkpoints: fc.integer({ min: 1, max: 320 }),
        decreasing: fc.boolean(),
      });
      fc.assert(
        fc.property(cases, ({ problem, steps, checkpoints, decreasing }) => {
          const times = decreasing ? [1, 0] : [0, 1];
          const cotangents = joined([problem.y0, problem.y0.map(() => 0.5)]);
          const run = (options: CheckpointOptions) =>
            differentiate(problem, times, cotangents, {
              ...{ method: "euler", stepsPerInterval: steps },
              adjoint: make(options),
            } satisfies Float64Options);
          const expected = run({});
          for (const schedule of schedulesWithin(checkpoints)) {
            const { peak, store } = countingPeak();
            const { y0, parameters, solution } = run({ schedule, store });
            expect(y0).toEqual(expected.y0);
            expect(parameters).toEqual(expected.parameters);
            solution.pullback(cotangents);
            const { checkpoints: most = Number.POSITIVE_INFINITY } = schedule;
            expect(peak.checkpoints).toBeLessThanOrEqual(most);
          }
        }),
        { seed: 43, numRuns: 60 },
      );
    });
  },
);

test("Recomputed steps evaluate f once per stage, with the recorded times and step sizes.", () => {
  const cotangents = Float64Array.of(0, 0, 1, 1);
  const run = (schedule?: CheckpointSchedule) =>
    differentiate(lotkaVolterra(), [0, 10], cotangents, {
      ...{ method: "rk4", stepsPerInterval: 200 },
      adjoint: symplecticAdjoint(schedule === undefined ? {} : { schedule }),
    }).solution.stats;
  const every = run();
  for (const checkpoints of [2, 5, 40, 200]) {
    const [schedule] = schedulesWithin(checkpoints);
    const { forward, backward } = run(schedule);
    expect(forward).toEqual(every.forward);
    expect(backward.evaluations).toBe(
      every.backward.evaluations + 4 * recomputedSteps(200, checkpoints),
    );
    expect(backward.vjps).toBe(every.backward.vjps);
  }
});

test("A solve that ends early is reversed from the checkpoints of the steps that it took.", () => {
  const cotangents = Float64Array.of(0, 0, 1, 1);
  const run = (options: CheckpointOptions) =>
    differentiate(lotkaVolterra(), [0, 3.7], cotangents, {
      ...{ method: "rk4", stepSize: 0.1 },
      adjoint: symplecticAdjoint(options),
    });
  const expected = run({});
  for (const schedule of schedules) {
    // 100 steps were announced, and 37 are taken.
    const early: CheckpointSchedule = {
      ...schedule,
      forward: (view) => schedule.forward({ ...view, total: 100 }),
    };
    const got = run({ schedule: early });
    expect(got.y0).toEqual(expected.y0);
    expect(got.parameters).toEqual(expected.parameters);
  }
});
