import { expect, test } from "vitest";
import { dot } from "./dot.js";

test("dot sums the products over all leaves.", () => {
  const a = [Float64Array.of(1, 2), Float64Array.of(3)];
  const b = [Float64Array.of(10, 100), Float64Array.of(1000)];
  expect(dot(a, b)).toBe(10 + 200 + 3000);
  expect(dot([], [])).toBe(0);
  expect(dot([Float64Array.of(1, Number.NaN)], [Float64Array.of(1, 0)])).toBeNaN();
});
