import { maxRelativeError } from "@symplectic-adjoint/testing";
import { Tensor } from "@tensorflow/tfjs-core";
import { expect } from "vitest";

/** Tensors, or what holds numbers. */
export type Numbers = Tensor | ArrayLike<number>;

/** Largest difference over the largest expected magnitude. */
export function relativeError(actual: Numbers, expected: Numbers): number {
  return maxRelativeError(numbersOf(actual), numbersOf(expected));
}

/** Expects numbers to differ from others by at most `tolerance` times the largest of those. */
export function expectClose(actual: Numbers, expected: Numbers, tolerance: number): void {
  expect(relativeError(actual, expected)).toBeLessThanOrEqual(tolerance);
}

export function numbersOf(values: Numbers): ArrayLike<number> {
  return values instanceof Tensor ? values.dataSync() : values;
}
