import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hairerFirstStep } from "./index.js";

describe("hairerFirstStep", () => {
  it("tries 1 % of the time in which the state changes by its own size", () => {
    expect(hairerFirstStep.trial(1, 2)).toBe(0.005);
    expect(hairerFirstStep.trial(1e-5, 1e-5)).toBe(0.01);
  });

  it("tries 1e-6 when the state or its derivative nearly vanishes", () => {
    expect(hairerFirstStep.trial(9.9e-6, 1)).toBe(1e-6);
    expect(hairerFirstStep.trial(1, 9.9e-6)).toBe(1e-6);
    expect(hairerFirstStep.trial(0, 0)).toBe(1e-6);
  });

  it("chooses the step at which the higher derivatives contribute 1 % of the tolerance", () => {
    expect(hairerFirstStep.choose(0.1, 4, 1, 5)).toBe((0.01 / 4) ** (1 / 5));
    expect(hairerFirstStep.choose(0.1, 1, 4, 5)).toBe((0.01 / 4) ** (1 / 5));
    expect(hairerFirstStep.choose(1, 0.01, 1e-3, 2)).toBe(1);
  });

  it("chooses at most a hundred times the trial", () => {
    expect(hairerFirstStep.choose(1e-3, 1e-4, 1e-4, 5)).toBe(0.1);
  });

  it("chooses a thousandth of the trial, at least 1e-6, when both derivatives vanish", () => {
    expect(hairerFirstStep.choose(0.01, 1e-15, 1e-15, 5)).toBe(1e-5);
    expect(hairerFirstStep.choose(1e-6, 0, 0, 5)).toBe(1e-6);
    expect(hairerFirstStep.choose(0.01, 0, 1.1e-15, 5)).toBe(1);
  });

  it("uses the order it is given as the exponent, not its successor", () => {
    expect(hairerFirstStep.choose(10, 100, 0, 1)).toBe(1e-4);
    expect(hairerFirstStep.choose(10, 100, 0, 2)).toBe(1e-2);
  });

  it("returns the same step in another unit of time, a power of a thousand, also if everything vanishes", () => {
    const norm = fc.oneof(fc.constant(0), fc.double({ min: 1e-8, max: 1e8, noNaN: true }));
    const span = fc.double({ min: 0.04, max: 25, noNaN: true });
    const power = fc.integer({ min: -3, max: 3 });
    fc.assert(
      fc.property(norm, norm, norm, span, power, (d0, d1, d2, length, k) => {
        const unit = 1000 ** k;
        const trial = hairerFirstStep.trial(d0, d1, length);
        const scaled = hairerFirstStep.trial(d0, d1 / unit, length * unit);
        expect(scaled / unit / trial).toBeCloseTo(1, 12);
        const step = hairerFirstStep.choose(trial, d1, d2, 5, length);
        const chosen = hairerFirstStep.choose(scaled, d1 / unit, d2 / unit ** 2, 5, length * unit);
        expect(chosen / unit / step).toBeCloseTo(1, 12);
      }),
      { seed: 41, numRuns: 500 },
    );
  });

  it("is bitwise equal to the published rule for spans near one", () => {
    for (const span of [0.032, 0.32, 1, 3.1, 31]) {
      expect(hairerFirstStep.trial(1, 2, span)).toBe(0.005);
      expect(hairerFirstStep.trial(0, 1, span)).toBe(1e-6);
      expect(hairerFirstStep.choose(0.1, 4, 1, 5, span)).toBe((0.01 / 4) ** (1 / 5));
    }
  });

  it("returns a positive finite step for any norms, including overflows", () => {
    const norm = fc.oneof(
      fc.double({ min: 0, noNaN: true }),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0),
    );
    fc.assert(
      fc.property(norm, norm, norm, fc.integer({ min: 1, max: 8 }), (d0, d1, d2, order) => {
        const trial = hairerFirstStep.trial(d0, d1);
        expect(trial).toBeGreaterThan(0);
        expect(trial).toBeLessThan(Number.POSITIVE_INFINITY);
        const step = hairerFirstStep.choose(trial, d1, d2, order);
        expect(step).toBeGreaterThan(0);
        expect(step).toBeLessThanOrEqual(100 * trial);
      }),
      { seed: 41, numRuns: 500 },
    );
  });
});
