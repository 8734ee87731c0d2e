import type { Tensor } from "@tensorflow/tfjs-core";
import { expect } from "vitest";

/** Expects a tensor to contain numbers, with a tolerance of a few float32 ulps of the largest of them. */
export function expectValues(
  actual: Tensor,
  expected: ReadonlyArray<number>,
  tolerance = 2e-6,
): void {
  const values = Array.from(actual.dataSync());
  expect(values.length).toBe(expected.length);
  const scale = Math.max(1e-30, ...expected.map(Math.abs));
  values.forEach((value, i) => {
    const difference = Math.abs(value - (expected[i] as number)) / scale;
    expect(difference, `element ${i}: ${value} for ${expected[i]}`).toBeLessThanOrEqual(tolerance);
  });
}
