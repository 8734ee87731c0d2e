import { describe, expect, it } from "vitest";
import { erf } from "./erf.js";

/** erf in 30 digits, rounded to doubles. */
const VALUES: ReadonlyArray<readonly [number, number]> = [
  [1e-300, 1.1283791670955126e-300],
  [1e-9, 1.1283791670955127e-9],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [0.7999, 0.742041461369093],
  [0.8, 0.7421009647076605],
  [0.8001, 0.7421604585264555],
  [1, 0.8427007929497149],
  [1.5, 0.9661051464753108],
  [2, 0.9953222650189527],
  [2.5, 0.999593047982555],
  [3, 0.9999779095030014],
  [4, 0.9999999845827421],
  [5, 0.9999999999984626],
  [5.9, 0.9999999999999999],
  [6.1, 1.0],
  [30, 1.0],
];

describe("erf", () => {
  it("has all digits of a double, on both sides", () => {
    for (const [x, expected] of VALUES) {
      expect(Math.abs(erf(x) - expected)).toBeLessThanOrEqual(2 * Number.EPSILON * expected);
      expect(erf(-x)).toBe(-erf(x));
    }
  });

  it("keeps NaN, zero and its sign, and infinities", () => {
    expect(erf(Number.NaN)).toBeNaN();
    expect(erf(-0)).toBe(-0);
    expect(erf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(erf(Number.NEGATIVE_INFINITY)).toBe(-1);
  });
});
