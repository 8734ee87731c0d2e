import { decay, torchLinear } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import type { StepEvent } from "../../src/index.js";
import { allAdjoints } from "../support/all-adjoints.js";
import { differentiate, solveProblem } from "../support/differentiate.js";
import { linspace } from "../support/linspace.js";
import { adaptiveMethods, fixedMethods, methodNames } from "../support/method-names.js";

// After torchdiffeq's TestGridConstructor, TestMinMaxStep and TestCallbacks.

/** y' = y. */
const growth = decay({ y0: [1], parameters: [1] });

describe.each(allAdjoints)("On a given grid of ten steps, with %s", (_, adjoint) => {
  const grid = linspace(0, 1, 11);

  test("Euler's method multiplies y by 1.1¹⁰, and so does its gradient.", () => {
    const options = { method: "euler", grid, adjoint } as const;
    const got = differentiate(growth, [0, 1], Float64Array.of(0, 1), options);
    expect(got.solution.ys[1]).toBeCloseTo(1.1 ** 10, 12);
    expect(got.y0[0]).toBeCloseTo(1.1 ** 10, 12);
    expect(got.solution.stats.forward.accepted).toBe(10);
  });

  test("with uneven steps and inner outputs, the gradient is available as well.", () => {
    const uneven = [0, 0.05, 0.2, 0.25, 0.4, 0.5, 0.55, 0.7, 0.8, 0.95, 1];
    const options = { method: "rk4", grid: uneven, adjoint } as const;
    const got = differentiate(growth, [0, 0.5, 1], Float64Array.of(0, 1, 1), options);
    expect(got.y0[0]).toBeCloseTo(Math.exp(0.5) + Math.exp(1), 4);
  });
});

describe("On ten coupled equations over a span of 7, dopri5", () => {
  const { problem, times } = { problem: torchLinear(), times: [1, 8] };
  const run = (options: object) => solveProblem(problem, times, options);

  test.each([
    [0, Number.POSITIVE_INFINITY],
    [0, 5],
    [2, Number.POSITIVE_INFINITY],
    [2, 5],
  ])(
    "with minStep %s and maxStep %s takes as many evaluations as that suggests.",
    (minStep, maxStep) => {
      const { stats, outcome } = run({ minStep, maxStep });
      expect(outcome.kind).toBe("success");
      if (minStep > 0) expect(stats.forward.evaluations).toBeLessThan(50);
      else expect(stats.forward.evaluations).toBeGreaterThan(100);
      // The last step is cut to the end.
      for (const h of stats.stepSizes.slice(0, -1)) {
        expect(h).toBeGreaterThanOrEqual(minStep);
        expect(h).toBeLessThanOrEqual(maxStep);
      }
    },
  );

  test("takes no step longer than maxStep, in either direction.", () => {
    // But for a ten-billionth, by which a step is stretched to land on an output.
    const longest = 0.05 * (1 + 1e-10);
    const { stats } = run({ maxStep: 0.05 });
    expect(Math.max(...stats.stepSizes)).toBeLessThanOrEqual(longest);
    const back = solveProblem(problem, [8, 1], { maxStep: 0.05, rtol: 1e-3 });
    expect(Math.min(...back.stats.stepSizes)).toBeGreaterThanOrEqual(-longest);
  });
});

describe("onStep is called for every attempt", () => {
  const record = (options: object, times: ReadonlyArray<number> = [0, 1]) => {
    const events: Array<StepEvent> = [];
    const { stats } = solveProblem(growth, times, {
      ...options,
      onStep: (event) => {
        events.push(event);
      },
    });
    return { events, stats };
  };

  test.each([...fixedMethods, "dopri5"] as const)("of %s with fixed steps: ten.", (method) => {
    const { events, stats } = record({ method, stepSize: 0.1 });
    expect(events).toHaveLength(10);
    expect(stats.forward).toMatchObject({ accepted: 10, rejected: 0 });
    for (const event of events) expect(event).toMatchObject({ accepted: true, errorRatio: 0 });
    expect(events.map(({ h }) => h)).toEqual(stats.stepSizes);
  });

  test.each(adaptiveMethods)("of %s with adaptive steps, accepted or not.", (method) => {
    const { events, stats } = record({ method, rtol: 1e-4, atol: 1e-4, firstStep: 0.9 });
    const accepted = events.filter((event) => event.accepted);
    expect(accepted).toHaveLength(stats.forward.accepted);
    expect(events).toHaveLength(stats.forward.accepted + stats.forward.rejected);
    for (const event of events) expect(event.accepted).toBe(event.errorRatio <= 1);
    expect(accepted.map(({ h }) => h)).toEqual(stats.stepSizes);
    let t = 0;
    for (const event of events) {
      expect(event.t).toBe(t);
      if (event.accepted) t += event.h;
    }
  });

  test("in decreasing time, with negative steps.", () => {
    const { events } = record({ rtol: 1e-3 }, [1, 0]);
    expect(events.every(({ h }) => h < 0)).toBe(true);
    expect(events[0]?.t).toBe(1);
  });

  test.each(methodNames)("and not of the backward pass of %s.", (method) => {
    let calls = 0;
    const { solution } = differentiate(growth, [0, 1], Float64Array.of(0, 1), {
      method,
      onStep: () => {
        calls++;
      },
    });
    const { accepted, rejected } = solution.stats.forward;
    expect(calls).toBe(accepted + rejected);
  });
});
