import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { fromHost } from "./from-host.js";

test("fromHost copies lists and typed arrays into a Float64Array of one axis.", () => {
  expect(fromHost([1, 2, 3], [3])).toEqual(Float64Array.of(1, 2, 3));
  expect(fromHost(Float32Array.of(1, 2), [2, 1])).toEqual(Float64Array.of(1, 2));
  expect(fromHost([5], [])).toEqual(Float64Array.of(5));
  const values = Float64Array.of(1);
  expect(fromHost(values, [1])).not.toBe(values);
});

test("fromHost rejects values that do not fill the shape.", () => {
  expect(() => fromHost([1, 2, 3], [2, 2])).toThrow(InvalidArgumentError);
  expect(() => fromHost([1, 2, 3], [2, 2])).toThrow(
    /must contain 4 numbers .* \[2, 2\], but contains 3/,
  );
});
