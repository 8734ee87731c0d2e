import { InvalidArgumentError } from "@symplectic-adjoint/core";

/**
 * The largest difference of two arrays over the largest magnitude in the second, the expected one. 0 if both are zero,
 * infinite if only the second is; NaN if any element is NaN.
 *
 * Relative to the whole array, not to each component, because cancellation leaves absolute errors.
 *
 * @throws InvalidArgumentError if the lengths differ.
 * @example
 * maxRelativeError([1, 2.002], [1, 2]); // 0.001, to rounding
 */
export function maxRelativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length)
    throw new InvalidArgumentError({
      argument: "actual",
      value: actual,
      problem: `must have ${expected.length} components, as expected has`,
      remedy: "Compare arrays of the same length.",
    });
  let difference = 0;
  let magnitude = 0;
  // Math.max propagates NaN; a comparison would not.
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i] as number, expected[i] as number];
    difference = Math.max(difference, a === e ? 0 : Math.abs(a - e));
    magnitude = Math.max(magnitude, Math.abs(e));
  }
  return difference === 0 ? 0 : difference / magnitude;
}
