/** A component of a gradient that central differences do not confirm. */
export interface GradientMismatch {
  readonly index: number;
  readonly analytic: number;
  readonly numerical: number;
}

/**
 * Compares a gradient with central differences, as torch.autograd.gradcheck does and with its defaults: a component is
 * right if |analytic − numerical| ≤ atol + rtol·|numerical|. Returns those that are not, so an empty list is good.
 *
 * `f` is evaluated 2·x.length times, each time at an array of its own; `x` is not changed.
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
    // A component that is missing, or one too many, becomes NaN and is reported.
    const analytic = index < x.length ? (gradient[index] ?? Number.NaN) : Number.NaN;
    const right = Math.abs(analytic - numerical) <= atol + rtol * Math.abs(numerical);
    if (!right) mismatches.push({ index, analytic, numerical });
  }
  return mismatches;
}
