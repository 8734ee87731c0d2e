import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedSteps, integralController } from "../src/index.js";

const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe("Whatever the options and the attempt, the integral controller", () => {
  const scenario = fc.record({
    options: fc.record({
      safety: positive(0.1, 1),
      ifactor: positive(1, 20),
      dfactor: positive(0.01, 0.99),
      minStep: fc.oneof(fc.constant(0), positive(1e-9, 1e-3)),
      maxStep: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), positive(1e-3, 1e3)),
      afterLanding: fc.constantFrom("proposal" as const, "cut" as const),
    }),
    step: positive(1e-12, 1e3),
    ahead: fc.oneof(fc.constant(1), positive(1, 1e4)),
    errorRatio: fc.oneof(
      positive(0, 4),
      positive(0, Number.MAX_VALUE),
      fc.constantFrom(0, 1, Number.NaN, Number.POSITIVE_INFINITY),
    ),
    order: fc.integer({ min: 1, max: 12 }),
  });
  type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;
  const decide = ({ options, step, ahead, errorRatio, order }: Scenario) =>
    integralController(options).next(undefined, {
      step,
      proposal: step * ahead,
      errorRatio,
      order,
    });
  const check = (property: (scenario: Scenario) => void) =>
    fc.assert(fc.property(scenario, property), { seed: 42, numRuns: 1000 });

  it("accepts exactly the errors of at most one, and finite ones at the minimum step", () => {
    check((s) => {
      const least = s.step <= s.options.minStep && Number.isFinite(s.errorRatio);
      expect(decide(s).accepted).toBe(s.errorRatio <= 1 || least);
    });
  });

  it("proposes steps between the limits, or zero to end the integration", () => {
    check((s) => {
      const { accepted, step } = decide(s);
      if (!accepted && step === 0) {
        expect(Number.isFinite(s.errorRatio)).toBe(false);
        expect(s.step).toBeLessThanOrEqual(s.options.minStep);
      } else {
        expect(step).toBeGreaterThanOrEqual(s.options.minStep);
        expect(step).toBeLessThanOrEqual(s.options.maxStep);
      }
    });
  });

  it("shortens a rejected step, so that a retry is never the same attempt", () => {
    check((s) => {
      const { accepted, step } = decide(s);
      if (!accepted && s.options.safety < 1) expect(step).toBeLessThan(s.step);
    });
  });

  it("never slows down after an accepted landing, unless afterLanding is cut", () => {
    check((s) => {
      const { step } = decide(s);
      const cutToLand = s.ahead > 1 && s.errorRatio <= 1;
      if (!cutToLand || s.options.afterLanding === "cut") return;
      expect(step).toBeGreaterThanOrEqual(Math.min(s.step * s.ahead, s.options.maxStep));
    });
  });

  it("never proposes a longer step for a larger error", () => {
    fc.assert(
      fc.property(scenario, positive(0, 100), positive(0, 100), (s, a, b) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        expect(decide({ ...s, errorRatio: large }).step).toBeLessThanOrEqual(
          decide({ ...s, errorRatio: small }).step,
        );
      }),
      { seed: 43, numRuns: 1000 },
    );
  });
});

describe("Whatever the outputs, a grid of fixed steps", () => {
  const outputs = fc
    .uniqueArray(fc.integer({ min: -2000, max: 2000 }), { minLength: 1, maxLength: 8 })
    .chain((points) => fc.constantFrom(1, -1).map((sign) => ({ points, sign })))
    .map(({ points, sign }) => points.sort((a, b) => sign * (a - b)).map((p) => p / 100));
  const options = fc.oneof(
    positive(0.01, 50).map((stepSize) => ({ stepSize })),
    fc.integer({ min: 1, max: 30 }).map((stepsPerInterval) => ({ stepsPerInterval })),
  );

  it("is strictly monotone, contains every output bitwise, and starts and ends with outputs", () => {
    fc.assert(
      fc.property(outputs, options, (times, option) => {
        const grid = fixedSteps(option).requiredTimes(times);
        const sign = Math.sign((times.at(-1) as number) - (times[0] as number));
        for (let i = 1; i < grid.length; i++) {
          expect(sign * ((grid[i] as number) - (grid[i - 1] as number))).toBeGreaterThan(0);
        }
        expect(grid[0]).toBe(times[0]);
        expect(grid.at(-1)).toBe(times.at(-1));
        expect(times.every((t) => grid.includes(t))).toBe(true);
        // The grid that was computed is also a grid that may be given.
        expect(fixedSteps({ grid }).requiredTimes(times)).toEqual(grid);
      }),
      { seed: 44, numRuns: 200 },
    );
  });

  it("has steps no longer than the step size, up to rounding, and no more of them than needed", () => {
    fc.assert(
      fc.property(outputs, positive(0.01, 50), (times, stepSize) => {
        const grid = fixedSteps({ stepSize }).requiredTimes(times);
        for (let i = 1; i < grid.length; i++) {
          const step = Math.abs((grid[i] as number) - (grid[i - 1] as number));
          expect(step).toBeLessThanOrEqual(stepSize * (1 + 2e-6));
        }
        for (let i = 1; i < times.length; i++) {
          const [from, to] = [
            grid.indexOf(times[i - 1] as number),
            grid.indexOf(times[i] as number),
          ];
          const length = Math.abs((times[i] as number) - (times[i - 1] as number));
          if (to - from > 1) expect(length / (to - from - 1)).toBeGreaterThan(stepSize);
        }
      }),
      { seed: 45, numRuns: 200 },
    );
  });

  it("is mirrored if time is mirrored", () => {
    fc.assert(
      fc.property(outputs, options, (times, option) => {
        const mirrored = fixedSteps(option).requiredTimes(times.map((t) => -t));
        expect(mirrored.map((t) => 0 - t)).toEqual(
          fixedSteps(option)
            .requiredTimes(times)
            .map((t) => 0 + t),
        );
      }),
      { seed: 46, numRuns: 200 },
    );
  });
});
