import { expect, test } from "vitest";
import { maxRelativeError } from "./max-relative-error.js";

test("The largest difference is divided by the largest expected magnitude.", () => {
  expect(maxRelativeError([1, 2.5, -8], [1, 2, -8])).toBe(0.5 / 8);
});

test("Equal arrays have no error, not even zeros, infinities or empty ones.", () => {
  expect(maxRelativeError([0, 0], [0, -0])).toBe(0);
  expect(maxRelativeError([Infinity, 1], [Infinity, 1])).toBe(0);
  expect(maxRelativeError([], [])).toBe(0);
});

test("An error relative to zeros is infinite.", () => {
  expect(maxRelativeError([1e-300], [0])).toBe(Infinity);
});

test("NaN on either side propagates, at any position.", () => {
  expect(maxRelativeError([Number.NaN, 1], [1, 1])).toBeNaN();
  expect(maxRelativeError([1, 2], [1, Number.NaN])).toBeNaN();
});

test("Arrays of different lengths are refused.", () => {
  expect(() => maxRelativeError([1], [1, 2])).toThrow(/must have 2 components/);
});
