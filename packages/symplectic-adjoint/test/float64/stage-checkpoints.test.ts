import { everyStep, startOnly } from "@symplectic-adjoint/checkpoint";
import type { CheckpointSchedule } from "@symplectic-adjoint/core";
import {
  bisecting,
  complex,
  everyKth,
  everyKthTogether,
  lotkaVolterra,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  float64,
  laggedController,
  type MethodName,
  solve,
  solveAsync,
  symplecticAdjoint,
  tableaux,
} from "../../src/index.js";
import { delayedStore } from "../extensions/delayed-store.js";
import { implicitMidpoint } from "../extensions/implicit-midpoint.js";
import { leapfrog } from "../extensions/leapfrog.js";
import { byComplexStep, wave, waveGrid, waveStart, waveSteps } from "../extensions/wave.js";
import { arbitrarySolve } from "../support/arbitrary-solve.js";
import { asynchronousFloat64 } from "../support/asynchronous-float64.js";
import { differentiate } from "../support/differentiate.js";
import { joined } from "../support/joined.js";
import { adaptiveMethods, methodNames } from "../support/method-names.js";
import { schedules as boundedSchedules } from "../support/schedules.js";

const schedules: ReadonlyArray<CheckpointSchedule> = [
  everyStep,
  startOnly,
  everyKth(3),
  everyKthTogether(3),
  bisecting,
  ...boundedSchedules,
];
const named = schedules.map((schedule) => [schedule.name, schedule] as const);
const cotangents = Float64Array.of(0.5, 1, 2, 0, -1, 3, 0.5, -2);
const spans = [
  [0, 1, 1.25, 2.5],
  [2.5, 1.5, 1, 0],
];

/** The backend, without whole steps in one call. */
const byOperation: typeof float64 = {
  ...float64,
  dynamics(func, context) {
    const { fusedSteps: _, ...dynamics } = float64.dynamics(func, context);
    return dynamics;
  },
};

/** Both directions, each in one of the two ways. */
const runs = [
  [spans[0] as Array<number>, float64],
  [spans[1] as Array<number>, byOperation],
] as const;

const stepsOf = (method: MethodName) =>
  tableaux[method].error === undefined ? { stepSize: 0.2 } : { rtol: 1e-4, atol: 1e-4 };

describe.each(methodNames)(
  "With %s, stages in checkpoints give bitwise the same gradient",
  (method) => {
    const func = lotkaVolterra();

    test.each(named)(
      "under the schedule %s, by whole steps and by single operations.",
      (_, schedule) => {
        for (const [times, backend] of runs) {
          const run = (contents: "state" | "stages", chosen: CheckpointSchedule) => {
            const options = { method, ...stepsOf(method), jumpT: [0.7], stepT: [2] };
            const adjoint = symplecticAdjoint({ contents, schedule: chosen });
            const solution = solve(func, func.y0, times, { ...options, backend, adjoint });
            const gradients = solution.pullback(cotangents);
            // A second pullback starts from what the first one left.
            expect(solution.pullback(cotangents)).toEqual(gradients);
            return { gradients, ys: solution.ys, forward: solution.stats.forward };
          };
          expect(run("stages", schedule)).toEqual(run("state", everyStep));
        }
      },
    );

    test("and no evaluation but the recorded ones, by whole steps and by single operations.", () => {
      const stages = tableaux[method].activeStages.length;
      for (const backend of [float64, byOperation]) {
        const solution = solve(func, func.y0, [0, 2], {
          ...{ method, ...stepsOf(method), backend },
          adjoint: symplecticAdjoint({ contents: "stages" }),
        });
        solution.pullback(Float64Array.of(0, 0, 1, 1));
        const { forward, backward } = solution.stats;
        const recorded = stages * forward.accepted;
        expect(backward).toMatchObject({ evaluations: recorded, recorded, vjps: recorded });
      }
    });

    test("with a custom norm, which fused steps do not support.", () => {
      if (tableaux[method].error === undefined) return;
      const norm = (error: unknown) => Math.max(...(error as Float64Array).map(Math.abs));
      const run = (contents: "state" | "stages") => {
        const adjoint = symplecticAdjoint({ contents });
        const options = { method, ...stepsOf(method), norm } as object;
        return differentiate(func, spans[0] as Array<number>, cotangents, { ...options, adjoint });
      };
      const [stages, state] = [run("stages"), run("state")];
      expect([stages.y0, stages.parameters]).toEqual([state.y0, state.parameters]);
    });
  },
);

test("For random networks and tableaux, the gradients are bitwise the same.", () => {
  fc.assert(
    fc.property(
      arbitrarySolve(),
      fc.constantFrom(...schedules),
      ({ problem, times, options, cotangents }, schedule) => {
        const run = (contents: "state" | "stages") => {
          const adjoint = symplecticAdjoint({ contents, schedule });
          return differentiate(problem, times, joined(cotangents), { ...options, adjoint });
        };
        const [stages, state] = [run("stages"), run("state")];
        expect(stages.y0).toEqual(state.y0);
        expect(stages.parameters).toEqual(state.parameters);
      },
    ),
    { seed: 42, numRuns: 150 },
  );
});

describe.each(adaptiveMethods)("Solved asynchronously with %s", (method) => {
  test("steps that were tried ahead, and a store that waits, change nothing.", async () => {
    const func = lotkaVolterra();
    const options = { method, rtol: 1e-3, atol: 1e-3 };
    const adjoint = symplecticAdjoint();
    const controller = laggedController();
    const plain = solve(func, func.y0, [0, 5], {
      ...options,
      controller,
      adjoint,
      backend: float64,
    });
    const expected = plain.pullback(Float64Array.of(0, 0, 1, -1));
    for (const schedule of [everyStep, everyKthTogether(3)]) {
      const given = {
        ...options,
        backend: asynchronousFloat64,
        adjoint: symplecticAdjoint({ contents: "stages", schedule, store: delayedStore }),
      };
      const solution = await solveAsync(func, func.y0, [0, 5], given);
      expect(await solution.pullbackAsync(Float64Array.of(0, 0, 1, -1))).toEqual(expected);
      solution.dispose();
    }
  });
});

describe("Against derivatives by a complex step", () => {
  const last = Float64Array.of(0, 1);
  const gradient = (options: object, schedule?: CheckpointSchedule) => {
    const adjoint = symplecticAdjoint({ contents: "stages", schedule });
    const solution = solve(wave, waveStart, [0, 1], {
      ...options,
      ...{ grid: waveGrid, adjoint, backend: float64 },
    });
    const { y0, parameters } = solution.pullback(last);
    const { backward } = solution.stats;
    solution.dispose();
    return { gradient: [...y0, ...(parameters[0] as Float64Array)], backward };
  };
  const expectClose = (
    actual: ReadonlyArray<number>,
    { derivatives }: ReturnType<typeof byComplexStep>,
    tolerance: number,
  ) => {
    expect(actual).toHaveLength(3);
    derivatives.forEach((value, i) => {
      expect(Math.abs((actual[i] as number) - value)).toBeLessThanOrEqual(
        tolerance * Math.abs(value),
      );
    });
  };

  test.each(named)("rk4 is correct to 1e-14, schedule %s.", (_, schedule) => {
    const oracle = byComplexStep((f, y0) =>
      waveSteps.reduce((y, { t, h }) => {
        const k1 = f(t, y);
        const k2 = f(t + h / 2, y.plus(k1.times(h / 2)));
        const k3 = f(t + h / 2, y.plus(k2.times(h / 2)));
        const k4 = f(t + h, y.plus(k3.times(h)));
        const sum = k1.plus(k2.times(2)).plus(k3.times(2)).plus(k4);
        return y.plus(sum.times(h / 6));
      }, complex(y0)),
    );
    expectClose(gradient({ method: "rk4" }, schedule).gradient, oracle, 1e-14);
  });

  test("a method that finds its stage by iteration does not search for it again.", () => {
    const oracle = byComplexStep((f, y0) =>
      waveSteps.reduce((y, { t, h }) => {
        let k = f(t + h / 2, y);
        for (let i = 0; i < 200; i++) k = f(t + h / 2, y.plus(k.times(h / 2)));
        return y.plus(k.times(h));
      }, complex(y0)),
    );
    const stages = gradient({ method: implicitMidpoint });
    expectClose(stages.gradient, oracle, 1e-12);
    expect(stages.backward.evaluations).toBe(waveSteps.length);
    const solution = solve(wave, waveStart, [0, 1], {
      ...{ method: implicitMidpoint, grid: waveGrid, backend: float64 },
    });
    const { y0, parameters } = solution.pullback(last);
    expect(stages.gradient).toEqual([...y0, ...(parameters[0] as Float64Array)]);
    expect(solution.stats.backward.evaluations).toBeGreaterThan(5 * waveSteps.length);
  });
});

test("A method without stages to keep is refused, by its name.", () => {
  const adjoint = symplecticAdjoint({ contents: "stages" });
  const options = { method: leapfrog, grid: waveGrid, adjoint, backend: float64 };
  expect(() => solve(wave, waveStart, [0, 1], options)).toThrow(
    /^contents cannot be stored with the method asynchronous leapfrog/,
  );
});
