import type { TestProblem } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { IntegrationError } from "../../src/index.js";
import { allAdjoints } from "../support/all-adjoints.js";
import { awkwardSpans } from "../support/awkward-spans.js";
import { type Float64Options, solveProblem } from "../support/differentiate.js";
import { adaptiveMethods, methodNames } from "../support/method-names.js";

/** y' = p·g(t), or p·(g(t) − y) if it decays; it notes every time at which it is asked for anything. */
function watched(
  y0: ReadonlyArray<number>,
  rate: number,
  slope: (t: number) => number,
  decays = 0,
): { readonly problem: TestProblem; readonly seen: Array<number> } {
  const seen: Array<number> = [];
  const problem: TestProblem = {
    name: "watched",
    t0: 0,
    t1: 1,
    y0: Float64Array.from(y0),
    parameters: Float64Array.of(rate),
    evaluate(t, y, p, dy) {
      seen.push(t);
      for (const i of dy.keys()) dy[i] = (p[0] as number) * (slope(t) - decays * (y[i] as number));
    },
    vjp(t, y, p, g, yBar, pBar) {
      seen.push(t);
      for (const i of g.keys()) {
        yBar[i] = (yBar[i] as number) - (p[0] as number) * decays * (g[i] as number);
        const byRate = slope(t) - decays * (y[i] as number);
        pBar[0] = (pBar[0] as number) + (g[i] as number) * byRate;
      }
    },
  };
  return { problem, seen };
}

/** Solves, takes the gradient, and returns how far f was asked outside of the span. */
function farthest(
  { problem, seen }: ReturnType<typeof watched>,
  times: ReadonlyArray<number>,
  options: Float64Options,
): { readonly before: number; readonly after: number } {
  const solution = solveProblem(problem, times, { rtol: 1e-4, atol: 1e-6, ...options });
  try {
    solution.pullback(solution.ys.map(() => 1));
  } catch (error) {
    // Where doubles are too far apart for the step that the error asks for, f has still been asked.
    if (!(error instanceof IntegrationError)) throw error;
  }
  const [low, high] = [Math.min(...times), Math.max(...times)];
  expect(seen.length).toBeGreaterThan(0);
  return {
    before: Math.max(0, ...seen.map((t) => low - t)),
    after: Math.max(0, ...seen.map((t) => t - high)),
  };
}

const inside = { before: 0, after: 0 };

/** What f may be like at the start: the three make the longest, the shortest and an ordinary trial step. */
const starts: ReadonlyArray<
  readonly [name: string, y0: ReadonlyArray<number>, changeOverSpan: number]
> = [
  ["large and slow", [293, 300], 1e-3],
  ["at rest", [0, 0], 0],
  ["at zero, and moving", [0, 0], 2],
  ["ordinary", [1, -2], 0.7],
];

describe.each(awkwardSpans)("Over a span of %s", (_, t0, t1) => {
  const third = t0 + (t1 - t0) / 3;
  // Where a third of the span is a double of its own.
  const times = third === t0 || third === t1 ? [t0, t1] : [t0, third, t1];

  describe.each(starts)("from a state that is %s", (_, y0, change) => {
    test.each(allAdjoints)("f stays inside with every method and %s.", (_, adjoint) => {
      for (const method of methodNames) {
        const f = watched(y0, change / (t1 - t0), () => 1, 1);
        expect(farthest(f, times, { method, adjoint }), method).toEqual(inside);
      }
    });
  });

  test.each(allAdjoints)("the same with jumps of f at both ends, with %s.", (_, adjoint) => {
    for (const method of methodNames) {
      const f = watched([1], 0.5 / (t1 - t0), () => 1, 1);
      expect(farthest(f, times, { method, adjoint, jumpT: times }), method).toEqual(inside);
    }
  });

  test.each(allAdjoints)("and with fixed steps of an awkward length, with %s.", (_, adjoint) => {
    for (const method of methodNames) {
      const f = watched([1], 0.5 / (t1 - t0), () => 1, 1);
      const stepSize = Math.abs(t1 - t0) / 2.9;
      const refused = (error: unknown) => `${error}`.includes("too short for double precision");
      try {
        expect(farthest(f, times, { method, adjoint, stepSize }), method).toEqual(inside);
      } catch (error) {
        if (!refused(error)) throw error;
      }
    }
  });
});

test("The first trial of a slow f lies inside: y from 293 over a minute, once tried at t = 225.", () => {
  const f = watched([293], 1, () => 0.013);
  expect(farthest(f, [0, 60], { rtol: 1e-7, atol: 1e-9 })).toEqual(inside);
});

test("The first trial of f that hardly moves lies inside: once tried at t = 10,000,000.", () => {
  const f = watched([1], 1, () => 1e-9);
  expect(farthest(f, [0, 1], { rtol: 1e-7, atol: 1e-9 })).toEqual(inside);
});

test.each(adaptiveMethods)("A table of data is never read beyond its ends, with %s.", (method) => {
  const table = [0, 1, 4, 9, 16, 25];
  const lookUp = (t: number): number => {
    if (!(t >= 0 && t <= 5)) throw new RangeError(`no data at t = ${t}`);
    const i = Math.min(4, Math.floor(t));
    const [left, right] = [table[i] as number, table[i + 1] as number];
    return left + (t - i) * (right - left);
  };
  for (const times of [
    [0, 5],
    [5, 0],
  ]) {
    const { problem } = watched([1e4], 1e-3, lookUp);
    const { outcome, ys } = solveProblem(problem, times, {
      ...{ method, rtol: 1e-9, atol: 1e-6 },
      stepT: [1, 2, 3, 4],
    });
    expect(outcome.kind).toBe("success");
    const integral = Math.sign((times[1] as number) - (times[0] as number)) * 42.5e-3;
    expect((ys[1] as number) - 1e4).toBeCloseTo(integral, 8);
  }
});
