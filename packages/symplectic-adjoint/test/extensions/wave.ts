import type { Float64Function } from "@symplectic-adjoint/backend-float64";
import { Complex } from "@symplectic-adjoint/testing";

/** f = a sin y + b cos(3t) y², with θ = (a, b): the test equation of the golden values. */
export const wave: Float64Function & { readonly parameters: Float64Array } = {
  parameters: Float64Array.of(-1.3, 0.8),
  evaluate(t, [y], [a, b], dy) {
    dy[0] =
      (a as number) * Math.sin(y as number) + (b as number) * Math.cos(3 * t) * (y as number) ** 2;
  },
  vjp(t, [y], [a, b], [g], yBar, parametersBar) {
    const [value, cotangent, wavy] = [y as number, g as number, Math.cos(3 * t)];
    const slope = (a as number) * Math.cos(value) + 2 * (b as number) * wavy * value;
    yBar[0] = (yBar[0] as number) + cotangent * slope;
    parametersBar[0] = (parametersBar[0] as number) + cotangent * Math.sin(value);
    parametersBar[1] = (parametersBar[1] as number) + cotangent * wavy * value ** 2;
  },
};

export const waveStart = Float64Array.of(0.9);
/** Unequal steps. */
export const waveGrid = [0, 0.1, 0.35, 0.6, 1] as const;

/** y(1), and its derivatives for y0, a and b by a complex step, along the grid. */
export function byComplexStep(
  takeAll: (f: (t: number, y: Complex) => Complex, y0: Complex) => Complex,
): {
  readonly value: number;
  readonly derivatives: ReadonlyArray<number>;
} {
  const eps = 1e-30;
  const run = (which: number): Complex => {
    const at = [waveStart[0] as number, ...wave.parameters].map(
      (value, i) => new Complex(value, i === which ? eps : 0),
    ) as [Complex, Complex, Complex];
    const [y0, a, b] = at;
    return takeAll((t, y) => a.times(y.sin()).plus(b.times(Math.cos(3 * t)).times(y.times(y))), y0);
  };
  return { value: run(-1).re, derivatives: [0, 1, 2].map((i) => run(i).im / eps) };
}

/** The steps of the grid. */
export const waveSteps = waveGrid.slice(1).map((end, n) => {
  const t = waveGrid[n] as number;
  return { t, h: end - t };
});
