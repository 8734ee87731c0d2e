import { lotkaVolterra } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { type Float64Function, float64, solve, solveAsync } from "../../src/index.js";
import { allAdjoints } from "../support/all-adjoints.js";

// The arrays of a solve are used again and again: whichever call of f fails, no later one may find them in another's hands.

const times = [0, 0.5, 1.5];
const cotangents = Float64Array.of(0.5, -1, 2, 1, -0.25, 3);
const options = { rtol: 1e-4, atol: 1e-5 };

/** The equations, of which the n-th call fails after it has written half of its result. */
function failing() {
  const problem = lotkaVolterra();
  const state = { calls: 0, failsAt: Number.POSITIVE_INFINITY };
  const tick = (fault: () => void) => {
    if (++state.calls === state.failsAt) fault();
  };
  const fail = () => {
    throw new RangeError("on purpose");
  };
  const func: Float64Function = {
    parameters: problem.parameters,
    evaluate(t, y, p, dy) {
      tick(() => {
        dy[0] = 99;
        y[0] = 99;
        fail();
      });
      problem.evaluate(t, y, p, dy);
    },
    vjp(t, y, p, g, yBar, pBar) {
      tick(() => {
        yBar[0] = 99;
        pBar[1] = 99;
        fail();
      });
      problem.vjp(t, y, p, g, yBar, pBar);
    },
  };
  return { func, state };
}

const numbersOf = (
  ys: Float64Array,
  { y0, parameters }: { y0: Float64Array; parameters: ReadonlyArray<Float64Array> },
) => [...ys, ...y0, ...parameters.flatMap((leaf) => [...leaf])];

describe.each(allAdjoints)("With %s, whichever call of f fails,", (_, adjoint) => {
  const all = { ...options, backend: float64, adjoint } as const;
  const clean = () => {
    const solution = solve(lotkaVolterra(), Float64Array.of(1, 1), times, all);
    return numbersOf(solution.ys, solution.pullback(cotangents));
  };

  test.each(["solve", "solveAsync"])(
    "%s ends with its error, and the next one is right.",
    async (how) => {
      const expected = clean();
      const { func, state } = failing();
      for (let n = 1; ; n++) {
        Object.assign(state, { calls: 0, failsAt: n });
        const run = async () => {
          const y0 = Float64Array.of(1, 1);
          const solution =
            how === "solve" ? solve(func, y0, times, all) : await solveAsync(func, y0, times, all);
          const gradients =
            how === "solve"
              ? solution.pullback(cotangents)
              : await solution.pullbackAsync(cotangents);
          return numbersOf(solution.ys, gradients);
        };
        const outcome = await run().catch((error: unknown) => error);
        if (Array.isArray(outcome)) {
          expect(outcome).toEqual(expected);
          expect(n).toBeGreaterThan(30);
          return;
        }
        expect(outcome).toEqual(new RangeError("on purpose"));
        expect(await run()).toEqual(expected);
      }
    },
  );

  test("a pullback that failed can be taken again, from the same solution.", () => {
    const expected = clean();
    const { func, state } = failing();
    const solution = solve(func, Float64Array.of(1, 1), times, all);
    for (let n = 1; ; n++) {
      Object.assign(state, { calls: 0, failsAt: n });
      try {
        expect(numbersOf(solution.ys, solution.pullback(cotangents))).toEqual(expected);
      } catch (error) {
        expect(error).toEqual(new RangeError("on purpose"));
        continue;
      }
      expect(n).toBeGreaterThan(5);
      return;
    }
  });

  test("concurrent solves of the same function are correct.", async () => {
    const expected = clean();
    const { func, state } = failing();
    for (const n of [1, 3, 10, 30, 60]) {
      Object.assign(state, { calls: 0, failsAt: n });
      const run = async () => {
        const solution = await solveAsync(func, Float64Array.of(1, 1), times, all);
        return numbersOf(solution.ys, await solution.pullbackAsync(cotangents));
      };
      const outcomes = await Promise.allSettled([run(), run(), run()]);
      const rejected = outcomes.filter(({ status }) => status === "rejected");
      expect(rejected).toEqual([{ status: "rejected", reason: new RangeError("on purpose") }]);
      for (const outcome of outcomes)
        if (outcome.status === "fulfilled") expect(outcome.value).toEqual(expected);
    }
  });
});
