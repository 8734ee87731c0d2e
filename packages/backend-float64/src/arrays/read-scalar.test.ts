import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { readScalar } from "./read-scalar.js";

test("readScalar reads a number, and an array of length 1.", () => {
  expect(readScalar(2.5)).toBe(2.5);
  expect(readScalar(Number.NaN)).toBeNaN();
  expect(readScalar(Float64Array.of(3))).toBe(3);
});

test.each([
  [Float64Array.of(1, 2)],
  [new Float64Array(0)],
  [undefined as unknown as number],
  [[1] as unknown as number],
])("readScalar refuses %s and says what to return.", (value) => {
  expect(() => readScalar(value)).toThrow(InvalidArgumentError);
  expect(() => readScalar(value)).toThrow(/Return a number/);
});
