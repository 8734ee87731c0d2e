import { describe, expect, it } from "vitest";
import { binaryFunctions, unaryFunctions } from "./scalar-functions.js";

describe("unaryFunctions", () => {
  it("rounds halves to even", () => {
    const rounded = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.4999, 1e300].map(unaryFunctions.round);
    expect(rounded.map((x) => x + 0)).toEqual([-2, -2, 0, 0, 2, 2, 2, 1e300]);
  });

  it("does not overflow where the result is finite", () => {
    expect(unaryFunctions.softplus(1000)).toBe(1000);
    expect(unaryFunctions.softplus(-700)).toBeCloseTo(Math.exp(-700), 320);
    expect(unaryFunctions.sigmoid(-745) / Math.exp(-745)).toBeCloseTo(1, 12);
    expect(unaryFunctions.sigmoid(1000)).toBe(1);
    expect(unaryFunctions.tanh(1000)).toBe(1);
  });

  it("has the relative precision of expm1 near 0", () => {
    expect(unaryFunctions.elu(-1e-12)).toBe(Math.expm1(-1e-12));
    expect(unaryFunctions.elu(-1e-12) / -1e-12).toBeCloseTo(1, 11);
  });

  it("gives NaN to what propagates it, and 0 or 1 to what tests", () => {
    const { NaN: nan } = Number;
    expect([unaryFunctions.relu(nan), unaryFunctions.abs(nan), unaryFunctions.round(nan)]).toEqual([
      nan,
      nan,
      nan,
    ]);
    expect([unaryFunctions.isNaN(nan), unaryFunctions.step(nan), unaryFunctions.not(nan)]).toEqual([
      1, 0, 0,
    ]);
    expect([binaryFunctions.max(nan, 1), binaryFunctions.min(1, nan)]).toEqual([nan, nan]);
  });
});

describe("binaryFunctions", () => {
  it("gives the rest the sign of the divisor", () => {
    const pairs = [
      [7, 3],
      [-7, 3],
      [7, -3],
      [-7, -3],
      [6, -3],
    ] as const;
    expect(pairs.map(([a, b]) => binaryFunctions.floorMod(a, b) + 0)).toEqual([1, 2, -2, -1, 0]);
    expect(pairs.map(([a, b]) => binaryFunctions.floorDivide(a, b))).toEqual([2, -3, -3, 2, -2]);
  });

  it("takes any number that is not 0 as true", () => {
    expect([binaryFunctions.and(2, -1), binaryFunctions.and(2, 0)]).toEqual([1, 0]);
    expect([binaryFunctions.or(0, 0), binaryFunctions.or(0, -0.5)]).toEqual([0, 1]);
  });
});
