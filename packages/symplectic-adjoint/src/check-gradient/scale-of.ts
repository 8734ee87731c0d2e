/**
 * The scale of perturbations per element: its own magnitude, or the root mean square of the array if that is larger; 1
 * in an array of zeros.
 */
export function scaleOf(values: ArrayLike<number>): Float64Array {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] as number) ** 2;
  const least = Math.sqrt(squares / values.length) || 1;
  return Float64Array.from(values, (value) => Math.max(Math.abs(value), least));
}
