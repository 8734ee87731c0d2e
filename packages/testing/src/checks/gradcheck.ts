/** A component of a gradient that disagrees with central differences. */
export interface GradientMismatch {
  readonly index: number;
  readonly analytic: number;
  readonly numerical: number;
}

/**
 * Compares a gradient with central differences, as torch.autograd.gradcheck does and with its defaults: a component
 * agrees if |analytic − numerical| ≤ atol + rtol·|numerical|. Returns the others, so an empty list means success.
 *
 * `f` is evaluated 2·x.length times, each time at a new array; `x` is not changed.
 *
 * @example
 * expect(gradcheck(([x = 0]) => x * x, Float64Array.of(3), Float64Array.of(6))).toEqual([]);
 */
export function gradcheck(
  f: (x: Float64Array) => number,
  x: Float64Array,
  gradient: ArrayLike<number>,
  {
    eps = 1e-6,
    atol = 1e-5,
    rtol = 1e-3,
  }: { readonly eps?: number; readonly atol?: number; readonly rtol?: number } = {},
): ReadonlyArray<GradientMismatch> {
  const moved = (index: number, by: number): Float64Array =>
    x.map((value, i) => (i === index ? value + by : value));
  const mismatches: Array<GradientMismatch> = [];
  for (let index = 0; index < Math.max(x.length, gradient.length); index++) {
    const numerical = (f(moved(index, eps)) - f(moved(index, -eps))) / (2 * eps);
    // A missing or extra component becomes NaN and is reported.
    const analytic = index < x.length ? (gradient[index] ?? Number.NaN) : Number.NaN;
    const right = Math.abs(analytic - numerical) <= atol + rtol * Math.abs(numerical);
    if (!right) mismatches.push({ index, analytic, numerical });
  }
  return mismatches;
}
