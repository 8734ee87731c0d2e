import { expect, test } from "vitest";
import { withParameters } from "./with-parameters.js";

const bits = (array: Float64Array) => [...new BigUint64Array(array.buffer)];

test("Parameters have other values inside, and the same bits afterwards, even on errors.", () => {
  const a = Float64Array.of(1, -0, Number.NaN);
  const b = Float64Array.of(5);
  const before = [bits(a), bits(b)];
  const seen = withParameters([a, b], [Float64Array.of(7, 8, 9), b], () => [...a, ...b]);
  expect(seen).toEqual([7, 8, 9, 5]);
  expect([bits(a), bits(b)]).toEqual(before);
  const failing = () => {
    throw new Error("in the body");
  };
  expect(() => withParameters([a, b], [a, Float64Array.of(6)], failing)).toThrow("in the body");
  expect([bits(a), bits(b)]).toEqual(before);
});

test("Arrays that share memory are restored, too.", () => {
  const memory = Float64Array.of(1, 2, 3);
  const [a, b] = [memory.subarray(0, 2), memory.subarray(1, 3)];
  withParameters([a, b], [Float64Array.of(10, 20), Float64Array.of(30, 40)], () => {
    expect([...memory]).toEqual([10, 30, 40]);
  });
  expect([...memory]).toEqual([1, 2, 3]);
});
