import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorNorm } from "./error-norm.js";
import { scaledError } from "./scaled-error.js";

// What is here compared with keeps no digits of smaller numbers' squares; the conformance suite looks at those.
const number = fc
  .double({ noNaN: true, min: -1e3, max: 1e3 })
  .map((value) => (Math.abs(value) < 1e-100 ? 0 : value));
const row = fc.tuple(number, number, number);
const leaf = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 6 }),
  rtol: fc.double({ min: 1e-9, max: 1, noNaN: true }),
  atol: fc.double({ min: 1e-9, max: 1, noNaN: true }),
});
const problem = fc.array(leaf, { minLength: 1, maxLength: 3 });

const one = { rtol: [0.1], atol: [0.01] };
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const state = (...values: ReadonlyArray<number>) => [Float64Array.from(values)];

describe("errorNorm", () => {
  test("is the largest RMS over the leaves of the result of scaledError.", () => {
    fc.assert(
      fc.property(problem, (leaves) => {
        const column = (k: 0 | 1 | 2) =>
          leaves.map(({ rows }) => Float64Array.from(rows, (values) => values[k]));
        const [error, from, to] = [column(0), column(1), column(2)];
        const tolerances = { rtol: leaves.map((l) => l.rtol), atol: leaves.map((l) => l.atol) };
        const scaled = leaves.map(({ rows, rtol, atol }) =>
          Float64Array.from(rows, ([e, a, b]) => {
            const scale = atol + rtol * Math.max(Math.abs(a), Math.abs(b));
            return e / scale + 0;
          }),
        );
        const norms = scaled.map((values) =>
          Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length),
        );
        expect(scaledError(error, from, to, tolerances)).toEqual(scaled);
        expect(errorNorm(error, from, to, tolerances)).toBe(Math.max(...norms));
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  test("uses the tolerances of each leaf.", () => {
    const error = [Float64Array.of(1), Float64Array.of(1)];
    const zero = [Float64Array.of(0), Float64Array.of(0)];
    expect(errorNorm(error, zero, zero, { rtol: [0, 0], atol: [1, 0.25] })).toBe(4);
    expect(errorNorm(error, zero, zero, { rtol: [0, 0], atol: [0.5, 1] })).toBe(2);
  });

  test("propagates NaN from any position, also next to larger leaves.", () => {
    const good = state(1, 1);
    const bad = state(1, nan);
    expect(errorNorm(bad, good, good, one)).toBeNaN();
    expect(errorNorm(good, bad, good, one)).toBeNaN();
    expect(errorNorm(good, good, bad, one)).toBeNaN();
    const two = { rtol: [0, 0], atol: [1, 1] };
    const pair = (a: number, b: number) => [Float64Array.of(a), Float64Array.of(b)];
    expect(errorNorm(pair(nan, 1e9), pair(0, 0), pair(0, 0), two)).toBeNaN();
    expect(errorNorm(pair(1e9, nan), pair(0, 0), pair(0, 0), two)).toBeNaN();
  });

  test("is infinite for an infinite error, and NaN for a state that overflowed under a finite one.", () => {
    const good = state(1, 1);
    expect(errorNorm(state(infinity, 0), good, good, one)).toBe(infinity);
    expect(errorNorm(good, good, state(1, infinity), one)).toBeNaN();
    expect(errorNorm(good, state(-infinity, 1), good, one)).toBeNaN();
    expect(scaledError(good, good, state(1, infinity), one)[0]?.[1]).toBeNaN();
  });

  test("counts an empty leaf as 0.", () => {
    const empty = new Float64Array(0);
    expect(errorNorm([empty], [empty], [empty], one)).toBe(0);
    const two = { rtol: [0, 0], atol: [1, 2] };
    const beside = (x: number) => [empty, Float64Array.of(x)];
    expect(errorNorm(beside(6), beside(0), beside(0), two)).toBe(3);
  });
});
