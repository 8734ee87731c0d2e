import {
  decay,
  forced,
  maxRelativeError,
  plainGradient,
  stepsBetween,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { tableaux } from "../../src/index.js";
import { differentiate } from "../support/differentiate.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { fixedMethods } from "../support/method-names.js";

// The PyTorch reference pairs steps with outputs by comparing times, and recomputes a step's length as a difference of times.

/** The gradient of output `index` alone, for each index, next to the one of plain steps paired by index. */
function compare(times: ReadonlyArray<number>, method: "rk4", adjoint = exactAdjoints[0]?.[1]) {
  const problem = forced({ t0: times[0] as number });
  const steps = stepsBetween(times);
  return times.map((_, index) => {
    const cotangents = Float64Array.from(times, (__, m) => (m === index ? 1 : 0));
    const got = differentiate(problem, times, cotangents, { method, adjoint });
    const seeds = times.map((__, m) => (m === index ? [1] : undefined));
    const expected = plainGradient(problem, tableaux[method], steps, seeds);
    return Math.max(
      maxRelativeError(got.y0, expected.y0),
      maxRelativeError(got.parameters, expected.parameters),
    );
  });
}

describe.each(exactAdjoints)(
  "With %s the cotangent of each output enters at its step",
  (_, adjoint) => {
    test("on the times −0.63, 0.11, 0.28, 0.68, whose sums are an ulp off.", () => {
      expect(Math.max(...compare([-0.63, 0.11, 0.28, 0.68], "rk4", adjoint))).toBeLessThan(1e-14);
    });

    test("for outputs an ulp apart.", () => {
      const next = 0.3 * (1 + Number.EPSILON);
      expect(next).toBeGreaterThan(0.3);
      for (const times of [
        [0, 0.3, next, 0.7],
        [0.7, next, 0.3, 0],
        [0, 0.3, next],
      ])
        expect(Math.max(...compare(times, "rk4", adjoint))).toBeLessThan(1e-14);
    });

    test("on 200 grids of two decimals that straddle 0.", () => {
      for (let k = 0; k < 200; k++) {
        const ticks = [0, 1, 2, 3].map((i) => -100 + 50 * i + ((37 * k + 17 * i * (k + 3)) % 50));
        const times = ticks.map((tick) => tick / 100);
        expect(Math.max(...compare(times, "rk4", adjoint)), `${times}`).toBeLessThan(1e-13);
      }
    });

    test("of an adaptive run with outputs an ulp apart.", () => {
      const times = [0, 0.3, 0.3 * (1 + Number.EPSILON), 0.7];
      times.forEach((_time, index) => {
        const cotangents = Float64Array.from(times, (__, m) => (m === index ? 1 : 0));
        const got = differentiate(decay({ y0: [1] }), times, cotangents, { adjoint });
        // y' = a y is linear, so that the derivative of an output is that output itself.
        expect(maxRelativeError(got.y0, [got.solution.ys[index] as number])).toBeLessThan(1e-14);
      });
    });
  },
);

describe("A step keeps its length", () => {
  // At t = 1e9 times are 1.2e-7 apart, a seventh digit of a step: steps are as long as the times they lead to, in the
  // forward pass and in the backward one.
  test.each(exactAdjoints)("also far from t = 0, with coarsely spaced times: %s.", (_, adjoint) => {
    const problem = decay({ y0: [1], parameters: [-0.7], t0: 1e9, t1: 1e9 + 3 });
    const { solution, y0, steps } = differentiate(problem, [1e9, 1e9 + 3], Float64Array.of(0, 1), {
      method: "bosh3",
      rtol: 1e-3,
      atol: 1e-3,
      adjoint,
    });
    const lengths = solution.stats.stepSizes;
    expect(steps.map(({ h }) => h)).toEqual(lengths);
    expect(lengths.reduce((sum, h) => sum + h)).toBe(3);
    // R(z) = 1 + z + z²/2 + z³/6 is the factor of a step.
    const growth = lengths.reduce((product, h) => {
      const z = -0.7 * h;
      return product * (1 + z * (1 + (z / 2) * (1 + z / 3)));
    }, 1);
    expect(maxRelativeError(y0, [growth])).toBeLessThan(1e-14);
  });

  test.each(fixedMethods)("%s on a given grid takes exactly its differences.", (method) => {
    const grid = [0, 0.1, 0.35, 0.4, 1];
    const { solution } = differentiate(decay(), [0, 1], new Float64Array(6), { method, grid });
    expect(solution.stats.stepSizes).toEqual(stepsBetween(grid).map(({ h }) => h));
  });
});
