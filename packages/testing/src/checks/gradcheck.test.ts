import { expect, test } from "vitest";
import { gradcheck } from "./gradcheck.js";

const cubic = (x: Float64Array): number => x.reduce((sum, value) => sum + value ** 3, 0);
const x = Float64Array.of(1, -2, 0.5);
const right = [3, 12, 0.75];

test("A correct gradient has no mismatch, and x is unchanged.", () => {
  expect(gradcheck(cubic, x, right)).toEqual([]);
  expect(x).toEqual(Float64Array.of(1, -2, 0.5));
});

test("A wrong component is reported with its index and both values.", () => {
  const [mismatch, ...rest] = gradcheck(cubic, x, [3, 12.1, 0.75]);
  expect(rest).toEqual([]);
  expect(mismatch).toMatchObject({ index: 1, analytic: 12.1 });
  expect(mismatch?.numerical).toBeCloseTo(12, 6);
});

test("The tolerance is atol + rtol·|numerical|, by default 1e-5 and 1e-3.", () => {
  expect(gradcheck(cubic, x, [3, 12.0119, 0.75])).toEqual([]);
  expect(gradcheck(cubic, x, [3, 12.0121, 0.75])).toHaveLength(1);
  expect(gradcheck(cubic, x, [3, 12.001, 0.75], { atol: 0, rtol: 1e-5 })).toHaveLength(1);
});

test("A missing component, one too many and NaN are mismatches.", () => {
  expect(gradcheck(cubic, x, [3, 12])).toMatchObject([{ index: 2 }]);
  expect(gradcheck(cubic, x, [...right, 0])).toMatchObject([{ index: 3 }]);
  expect(gradcheck(cubic, x, [Number.NaN, 12, 0.75])).toMatchObject([{ index: 0 }]);
  expect(gradcheck(() => Number.NaN, x, right)).toHaveLength(3);
});
