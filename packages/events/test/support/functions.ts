import type { TestStateFunction } from "@symplectic-adjoint/testing";

/** A condition g(t, y) = weights · y + rate · t + constant + parameterWeights · p. */
export function linearCondition(
  weights: ReadonlyArray<number>,
  constant = 0,
  rate = 0,
  parameterWeights: ReadonlyArray<number> = [],
): TestStateFunction<number> {
  const dot = (a: ReadonlyArray<number>, b: Float64Array) =>
    a.reduce((sum, weight, i) => sum + weight * (b[i] as number), 0);
  return {
    evaluate: (t, y, p) => dot(weights, y) + rate * t + constant + dot(parameterWeights, p),
    vjp(_t, _y, _p, g, yBar, pBar) {
      addTo(yBar, g, weights);
      addTo(pBar, g, parameterWeights);
    },
    timeVjp: (_t, _y, _p, g) => g * rate,
  };
}

/** A condition of time alone, with its derivative. */
export function timeCondition(
  value: (t: number) => number,
  derivative: (t: number) => number,
): TestStateFunction<number> {
  return {
    evaluate: (t) => value(t),
    vjp: () => undefined,
    timeVjp: (t, _y, _p, g) => g * derivative(t),
  };
}

/** A reset that multiplies each component by a factor. */
export function scalingReset(factors: ReadonlyArray<number>): TestStateFunction<Float64Array> {
  return {
    evaluate: (_t, y) => y.map((value, i) => value * (factors[i] as number)),
    vjp(_t, _y, _p, g, yBar) {
      for (const [i, factor] of factors.entries())
        yBar[i] = (yBar[i] as number) + factor * (g[i] as number);
    },
    timeVjp: () => 0,
  };
}

/** sum += scale · terms. */
export function addTo(sum: Float64Array, scale: number, terms: ReadonlyArray<number>): void {
  for (const [i, term] of terms.entries()) sum[i] = (sum[i] as number) + scale * term;
}
