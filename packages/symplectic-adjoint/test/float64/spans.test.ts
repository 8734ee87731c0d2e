import { decay, maxRelativeError } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { differentiate, solveProblem } from "../support/differentiate.js";
import { adaptiveMethods, methodNames } from "../support/method-names.js";

describe.each([
  ["1e-9", 0, 1e-9],
  ["1e9", 0, 1e9],
  ["1e-9 backward", 0, -1e-9],
  ["2e9 across zero", -1e9, 1e9],
  ["3 at t = 1e9", 1e9, 1e9 + 3],
  ["3 backward from t = −1e9", -1e9, -1e9 - 3],
  ["1e-3 at t = 1e9, eight thousand doubles long", 1e9, 1e9 + 1e-3],
])("Over a span of %s", (_, t0, t1) => {
  const problem = decay({ y0: [1], parameters: [-0.7 / (t1 - t0)] });

  test.each(adaptiveMethods.filter((name) => name !== "fehlberg2"))(
    "%s decays to e^−0.7 and has the derivative.",
    (method) => {
      const settings = { method, rtol: 1e-4, atol: 1e-6 };
      const { solution, y0, parameters } = differentiate(
        problem,
        [t0, t1],
        Float64Array.of(0, 1),
        settings,
      );
      expect(solution.outcome).toMatchObject({ kind: "success", t: t1 });
      const end = Math.exp(-0.7);
      expect(maxRelativeError([solution.ys[1] as number], [end])).toBeLessThan(2e-3);
      expect(maxRelativeError(y0, [end])).toBeLessThan(2e-3);
      expect(maxRelativeError(parameters, [(t1 - t0) * end])).toBeLessThan(2e-3);
    },
  );

  test.each(methodNames)("%s takes one fixed step, exactly as long.", (method) => {
    const { t, stats } = solveProblem(problem, [t0, t1], { method, stepsPerInterval: 1 });
    expect(t).toEqual([t0, t1]);
    expect(stats.stepSizes).toEqual([t1 - t0]);
  });
});

test.each(["dopri5", "dopri8"] as const)(
  "A span of eight doubles is integrated as long as it is, in at most eight steps, with %s.",
  (method) => {
    const t0 = 1e9;
    const t1 = 1e9 + 1e-6;
    const problem = decay({ y0: [1], parameters: [-0.7 / (t1 - t0)] });
    const settings = { method, rtol: 1e-4, atol: 1e-6 };
    const { ys, stats, outcome } = solveProblem(problem, [t0, t1], settings);
    expect(outcome.kind).toBe("success");
    expect(stats.stepSizes.length).toBeLessThanOrEqual(8);
    // Every step is a whole number of doubles, and together they are the span.
    expect(stats.stepSizes.reduce((sum, h) => sum + h)).toBe(t1 - t0);
    expect(maxRelativeError([ys[1] as number], [Math.exp(-0.7)])).toBeLessThan(1e-3);
  },
);
