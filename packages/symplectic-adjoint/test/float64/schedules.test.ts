import { everyStep, memoryStore, startOnly } from "@symplectic-adjoint/checkpoint";
import type { Backend, CheckpointSchedule, CheckpointStore } from "@symplectic-adjoint/core";
import { lotkaVolterra } from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { symplecticAdjoint } from "../../src/index.js";
import { allAdjoints } from "../support/all-adjoints.js";
import { arbitrarySolve } from "../support/arbitrary-solve.js";
import { differentiate } from "../support/differentiate.js";
import { joined } from "../support/joined.js";

/** A checkpoint before every k-th step, the segments between reversed whole, or step by step from their start. */
function everyKth(k: number, { whole }: { readonly whole: boolean }): CheckpointSchedule {
  return {
    name: `every ${k} steps, ${whole ? "whole" : "step by step"}`,
    forward: ({ step }) => (step % k === 0 ? [{ type: "store", step }] : []),
    *backward({ total }) {
      for (let from = Math.floor((total - 1) / k) * k; from >= 0; from -= k) {
        const to = Math.min(from + k, total);
        if (whole) {
          yield { type: "restore", step: from };
          yield { type: "reverse", from, to };
        }
        for (let n = to - 1; n >= from && !whole; n--) {
          yield { type: "restore", step: from };
          if (n > from) yield { type: "advance", to: n };
          yield { type: "reverse", from: n, to: n + 1 };
        }
        yield { type: "drop", step: from };
      }
    },
  };
}

const schedules: ReadonlyArray<CheckpointSchedule> = [
  startOnly,
  everyKth(1, { whole: true }),
  everyKth(3, { whole: true }),
  everyKth(3, { whole: false }),
  everyKth(4, { whole: false }),
];
const named = schedules.map((schedule) => [schedule.name, schedule] as const);

describe("The symplectic gradient is bitwise that of a checkpoint per step", () => {
  test.each(named)("under the schedule %s.", (_, schedule) => {
    const cotangents = Float64Array.of(0, 1, 2, 0, -1, 3, 0.5, -2);
    for (const method of ["dopri5", "bosh3", "adaptiveHeun", "rk4"] as const) {
      const steps = method === "rk4" ? { stepSize: 0.3 } : { rtol: 1e-4, atol: 1e-4 };
      const run = (chosen: CheckpointSchedule) =>
        differentiate(lotkaVolterra(), [0, 2, 2.5, 5], cotangents, {
          ...{ method, ...steps, jumpT: [1], stepT: [3] },
          adjoint: symplecticAdjoint({ schedule: chosen }),
        });
      const [expected, got] = [run(everyStep), run(schedule)];
      expect(got.y0).toEqual(expected.y0);
      expect(got.parameters).toEqual(expected.parameters);
      // A second pullback finds all that the first one did.
      const again = got.solution.pullback(cotangents);
      expect(again).toEqual({ y0: got.y0, parameters: [got.parameters] });
    }
  });

  test("for random networks and tableaux with the initial state alone.", () => {
    fc.assert(
      fc.property(arbitrarySolve(), ({ problem, times, options, cotangents }) => {
        const run = (schedule: CheckpointSchedule) =>
          differentiate(problem, times, joined(cotangents), {
            ...options,
            adjoint: symplecticAdjoint({ schedule }),
          });
        const [expected, got] = [run(everyStep), run(startOnly)];
        expect(got.y0).toEqual(expected.y0);
        expect(got.parameters).toEqual(expected.parameters);
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});

test("A custom store contains a state for every step, and none after dispose.", () => {
  const sizes: Array<number> = [];
  let store: CheckpointStore<unknown> | undefined;
  const adjoint = symplecticAdjoint({
    store: <A>(backend: Backend<A>) => {
      const made = memoryStore(backend);
      store = made as CheckpointStore<unknown>;
      return {
        ...made,
        put(step: number, state: ReadonlyArray<A>) {
          made.put(step, state);
          sizes.push(made.steps().length);
        },
      };
    },
  });
  const cotangents = Float64Array.of(0, 0, 1, 1);
  const { solution } = differentiate(lotkaVolterra(), [0, 3], cotangents, { adjoint });
  const { accepted } = solution.stats.forward;
  expect(sizes).toEqual(Array.from({ length: accepted }, (_, n) => n + 1));
  expect(store?.steps()).toHaveLength(accepted);
  solution.dispose();
  expect(store?.steps()).toEqual([]);
});

test.each(allAdjoints)(
  "Repeated pullbacks of random cotangents are bitwise equal with %s.",
  (_, adjoint) => {
    const cotangents = [1, 2].map((k) =>
      Float64Array.from({ length: 6 }, (__, i) => Math.sin(k + i)),
    );
    const [first, second] = cotangents as [Float64Array, Float64Array];
    const { solution } = differentiate(lotkaVolterra(), [0, 1, 2], first, { adjoint });
    const [a, b] = [solution.pullback(first), solution.pullback(second)];
    expect(solution.pullback(first)).toEqual(a);
    expect(solution.pullback(second)).toEqual(b);
    expect(b.y0).not.toEqual(a.y0);
  },
);
