import { decay } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { tableaux } from "../../src/index.js";
import { solveProblem } from "../support/differentiate.js";
import { failed } from "../support/failed.js";
import { adaptiveMethods, fixedMethods, methodNames } from "../support/method-names.js";
import { scalarProblem } from "../support/scalar-problem.js";

describe("y' = y², which is infinite at t = 1,", () => {
  const squared = scalarProblem((_t, y) => y * y);

  test.each(adaptiveMethods)("ends in an underflow of the step there with %s.", (method) => {
    const { outcome, t } = failed(squared, [0, 0.5, 2], { method, rtol: 1e-5, atol: 1e-5 });
    expect(outcome.kind).toBe("stepUnderflow");
    expect(Math.abs(outcome.t - 1)).toBeLessThan(0.01);
    expect(outcome.step).toBeGreaterThan(0);
    expect(outcome.step).toBeLessThan(1e-15);
    expect(t).toEqual([0, 0.5]);
  });

  test.each(fixedMethods)("ends in infinity with fixed steps of %s.", (method) => {
    const { outcome, t } = failed(squared, [0, 0.5, 2], { method, stepsPerInterval: 500 });
    expect(outcome.kind).toBe("nonFiniteState");
    // In the step that overflowed, not at the output that shows it.
    expect(Math.abs(outcome.t - 1)).toBeLessThan(0.05);
    expect(outcome.step).toBeCloseTo(0.003, 12);
    expect(t).toEqual([0, 0.5]);
  });
});

describe("If t + h is t, the integration ends instead of running forever", () => {
  test("at t = 1e16, where doubles are 2 apart.", () => {
    const fast = decay({ y0: [1], parameters: [-100] });
    const { outcome, stats } = failed(fast, [1e16, 1e16 + 10], {});
    expect(outcome).toMatchObject({ kind: "stepUnderflow", t: 1e16 });
    expect(outcome.step).toBeGreaterThan(0);
    expect(stats.forward.accepted).toBe(0);
  });

  test("backward, too.", () => {
    const { outcome } = failed(decay({ y0: [1], parameters: [100] }), [1e16, 0], {});
    expect(outcome.kind).toBe("stepUnderflow");
    expect(outcome.step).toBeLessThan(0);
  });

  test("after a first step that is given.", () => {
    const { outcome } = failed(decay(), [1, 2], { firstStep: 1e-17 });
    expect(outcome).toMatchObject({ kind: "stepUnderflow", t: 1, step: 1e-17 });
  });

  test("also when every step is rejected.", () => {
    // A discontinuity of infinite slope: no step over t = ½ is ever good enough.
    const wall = scalarProblem((t) => (t < 0.5 ? 1 : 1e300));
    const { outcome, stats } = failed(wall, [0, 1], { rtol: 1e-9, atol: 1e-9 });
    expect(outcome.kind).toBe("stepUnderflow");
    expect(outcome.t).toBeCloseTo(0.5, 12);
    expect(stats.forward.accepted + stats.forward.rejected).toBeLessThan(2000);
  });
});

describe.each([
  ["NaN", Number.NaN],
  ["infinite", Number.POSITIVE_INFINITY],
])("An f that is %s", (_, value) => {
  test.each(methodNames)("from the start on ends the integration there with %s.", (method) => {
    const { outcome, t } = failed(
      scalarProblem(() => value),
      [0, 0.25, 1],
      { method },
    );
    expect(outcome.kind).toBe("nonFiniteState");
    expect(outcome.t).toBe(tableaux[method].error === undefined ? 0.25 : 0);
    expect(t).toEqual([0]);
  });

  test.each(methodNames)("from t = 0.5 on ends it at the last time before with %s.", (method) => {
    const late = scalarProblem((t) => (t > 0.5 ? value : 1));
    const fixed = tableaux[method].error === undefined;
    const options = fixed ? { method, stepsPerInterval: 3 } : { method };
    const { outcome, t, ys } = failed(late, [0, 0.25, 1], options);
    expect(outcome.kind).toBe("nonFiniteState");
    expect(t).toEqual([0, 0.25]);
    expect(ys[1]).toBeCloseTo(1.25, 12);
    if (!fixed) expect(outcome.t).toBeCloseTo(0.5, 12);
  });
});

test.each(methodNames)("A y0 that is NaN is no solution with %s, and is still told.", (method) => {
  const broken = { ...decay(), y0: Float64Array.of(1, Number.NaN) };
  const { outcome, t, ys } = failed(broken, [0, 1], { method });
  expect(outcome.kind).toBe("nonFiniteState");
  expect(t).toEqual([0]);
  expect(ys).toEqual(Float64Array.of(1, Number.NaN));
});

describe("An f that is huge, but finite,", () => {
  test.each(adaptiveMethods)(
    "is integrated with %s, as far as its state can be held.",
    (method) => {
      for (const slope of [1e150, -1e200, 1e300]) {
        const { outcome, ys } = solveProblem(
          scalarProblem(() => slope),
          [0, 1],
          { method },
        );
        expect(outcome.kind, `f = ${slope}`).toBe("success");
        expect((ys[1] as number) / slope).toBeCloseTo(1, 6);
      }
    },
  );

  test.each(adaptiveMethods)(
    "is not reported as NaN if no step is short enough, with %s.",
    (method) => {
      // The shortest step at t = 1 multiplies y by some 1e19 a stage, which twelve of them do not make infinite.
      const stiff = scalarProblem((_, y) => -1e35 * y);
      expect(failed(stiff, [1, 2], { method }).outcome.kind).toBe("stepUnderflow");
    },
  );
});
