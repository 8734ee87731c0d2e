/** ‖actual − expected‖ / ‖expected‖, Euclidean. */
export function relativeDistance(actual: Float64Array, expected: Float64Array): number {
  const difference = actual.map((value, i) => value - (expected[i] as number));
  return Math.hypot(...difference) / Math.hypot(...expected);
}
