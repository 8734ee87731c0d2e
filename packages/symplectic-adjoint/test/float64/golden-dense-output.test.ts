import type { TestProblem } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { continuousAdjoint } from "../../src/index.js";
import { differentiate } from "../support/differentiate.js";
import { exactAdjoints } from "../support/exact-adjoints.js";

/** y' = a sin y + b cos(3t) y². */
const problem: TestProblem = {
  name: "interpolated",
  t0: 0,
  t1: 1,
  y0: Float64Array.of(0.9),
  parameters: Float64Array.of(-1.3, 0.8),
  evaluate(t, y, p, dy) {
    const [x, a, b] = [y[0], p[0], p[1]] as [number, number, number];
    dy[0] = a * Math.sin(x) + b * Math.cos(3 * t) * x * x;
  },
  vjp(t, y, p, cotangent, yBar, bar) {
    const [x, a, b, g] = [y[0], p[0], p[1], cotangent[0]] as [number, number, number, number];
    yBar[0] = (yBar[0] as number) + g * (a * Math.cos(x) + 2 * b * Math.cos(3 * t) * x);
    bar[0] = (bar[0] as number) + g * Math.sin(x);
    bar[1] = (bar[1] as number) + g * Math.cos(3 * t) * x * x;
  },
};

/** S = y(.05) + 2 y(.2) − y(.5) + 3 y(.8) and its derivatives for y0, a and b, from an independent program. */
const golden = [
  ["bosh3", [3.122820645829755, 4.170821416450236, 1.027858820381054, 0.47139525209424]],
  ["rk4", [3.125157432406799, 4.17004872679421, 1.016564357367966, 0.470761457175221]],
  ["dopri5", [3.122690754211407, 4.161216568596843, 1.015440632633167, 0.465459610128512]],
  ["dopri8", [3.122717922988268, 4.161212296562731, 1.015379047079661, 0.465452522003826]],
] as const;

describe.each(golden)("Outputs within the steps of %s", (method, expected) => {
  test.each(exactAdjoints)("have the recorded value and gradient with %s.", (_, adjoint) => {
    const times = [0, 0.05, 0.2, 0.5, 0.8, 1];
    const cotangents = Float64Array.of(0, 1, 2, -1, 3, 0);
    const { solution, y0, parameters } = differentiate(problem, times, cotangents, {
      ...{ method, adjoint, interpolate: true, grid: [0, 0.1, 0.35, 0.6, 1] },
    });
    expect(solution.stats.forward.accepted).toBe(4);
    const sum = cotangents.reduce((s, g, i) => s + g * (solution.ys[i] as number), 0);
    [sum, ...y0, ...parameters].forEach((x, i) => {
      const exact = expected[i] as number;
      expect(Math.abs(x - exact)).toBeLessThan(2e-14 * Math.abs(exact));
    });
  });

  test("have it but for the error of the method with continuousAdjoint, on the same grid.", () => {
    const times = [0, 0.05, 0.2, 0.5, 0.8, 1];
    const cotangents = Float64Array.of(0, 1, 2, -1, 3, 0);
    const { y0, parameters } = differentiate(problem, times, cotangents, {
      ...{ method, adjoint: continuousAdjoint(), interpolate: true },
      grid: [0, 0.1, 0.35, 0.6, 1],
    });
    [...y0, ...parameters].forEach((x, i) => {
      expect(Math.abs(x - (expected[i + 1] as number))).toBeLessThan(
        method === "bosh3" ? 0.05 : 0.01,
      );
    });
  });
});
