import { expect } from "vitest";

/**
 * Arrays are equal up to `tolerance` times the largest number of each. The default allows sums in another order, whose
 * roundings some tens of operations amplify by products.
 */
export function expectClose(
  found: ReadonlyArray<ArrayLike<number>>,
  expected: ReadonlyArray<ArrayLike<number>>,
  tolerance = 1e-11,
): void {
  expect(found.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  for (const [i, array] of expected.entries()) {
    const scale = Math.max(1, ...Array.from(array, Math.abs));
    // NaN if one of them is.
    const errors = Array.from(
      array,
      (value, j) => ((found[i] as ArrayLike<number>)[j] as number) - value,
    );
    expect(Math.max(0, ...errors.map(Math.abs)), `array ${i}`).toBeLessThan(tolerance * scale);
  }
}
