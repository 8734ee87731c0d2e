import { expect, test } from "vitest";
import { checkClaims, ROUNDING } from "../src/comparison/check-claims.js";

const comparison = (peakBytes: number, fromBackpropagation: number) => ({
  ...{ steps: 1, batch: 1, accuracyBatch: 1, runs: 1 },
  rows: [
    { name: "odeint", peakBytes: 100, predicted: true },
    { name: "odeintSymplecticAdjoint", peakBytes, predicted: false, fromBackpropagation },
  ],
});

test("A compiled f whose gradient differs by more than rounding is found.", () => {
  const compiled = (fromInterpreted: number) => {
    const { rows, ...others } = comparison(99, 0);
    return { ...others, rows: rows.map((row) => ({ ...row, compiled: { fromInterpreted } })) };
  };
  expect(checkClaims("x", compiled(ROUNDING))).toEqual([]);
  expect(checkClaims("x", compiled(2 * ROUNDING))).toEqual([
    "x: the gradient of the compiled f is off by 4.8e-5, more than rounding.",
  ]);
});

test("Where f magnifies rounding errors, a compiled f may be as far from double precision as f.", () => {
  const compiled = (gradientError: number) => {
    const { rows, ...others } = comparison(99, 0);
    const both = { gradientError: 4 * ROUNDING, compiled: { fromInterpreted: 1, gradientError } };
    return { ...others, rows: rows.map((row) => ({ ...row, ...both })) };
  };
  expect(checkClaims("x", compiled(16 * ROUNDING))).toEqual([]);
  expect(checkClaims("x", compiled(17 * ROUNDING))).toHaveLength(1);
});

test("A peak that is not smaller, and a gradient that differs by more than rounding, are found.", () => {
  expect(checkClaims("x", comparison(99, ROUNDING))).toEqual([]);
  expect(checkClaims("x", comparison(100, 0))).toEqual([
    "x: 100 bytes are not less than the 100 of odeint.",
  ]);
  expect(checkClaims("x", comparison(99, 2 * ROUNDING))).toHaveLength(1);
  expect(checkClaims("x", comparison(99, Number.NaN))).toHaveLength(1);
});
