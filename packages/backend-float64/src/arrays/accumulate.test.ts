import { expect, test } from "vitest";
import { accumulate } from "./accumulate.js";

test("accumulate writes total + term into total, returns it, and does not change the term.", () => {
  const total = [Float64Array.of(1, 2), Float64Array.of(3)];
  const [first, second] = total;
  const term = [Float64Array.of(0.5, -2), Float64Array.of(Number.NaN)];
  expect(accumulate(total, term)).toBe(total);
  expect(total).toEqual([Float64Array.of(1.5, 0), Float64Array.of(Number.NaN)]);
  expect(total[0]).toBe(first);
  expect(total[1]).toBe(second);
  expect(term).toEqual([Float64Array.of(0.5, -2), Float64Array.of(Number.NaN)]);
});
