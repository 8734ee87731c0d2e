import type { Float64Function } from "@symplectic-adjoint/backend-float64";

/**
 * Lotka–Volterra in the logarithms of both populations, h and l:
 *
 *     h' = α − β e^l,   l' = −γ + δ e^h
 *
 * @param theta The logarithms of α, β, γ, δ, so that the rates stay positive.
 */
export function logLotkaVolterra(theta: Float64Array): Float64Function<Float64Array, Float64Array> {
  return {
    parameters: theta,
    evaluate(_t, y, p, dy) {
      const { alpha, caught, gamma, fed } = termsOf(y, p);
      dy[0] = alpha - caught;
      dy[1] = fed - gamma;
    },
    vjp(_t, y, p, [a = 0, b = 0], yBar, pBar) {
      const { alpha, caught, gamma, fed } = termsOf(y, p);
      yBar[0] = b * fed;
      yBar[1] = -a * caught;
      pBar.set([a * alpha, -a * caught, -b * gamma, b * fed]);
    },
  };
}

function termsOf([h = 0, l = 0]: Float64Array, [a = 0, b = 0, c = 0, d = 0]: Float64Array) {
  return {
    alpha: Math.exp(a),
    caught: Math.exp(b + l),
    gamma: Math.exp(c),
    fed: Math.exp(d + h),
  };
}
