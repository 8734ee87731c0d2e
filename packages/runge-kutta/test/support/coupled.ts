import { type Complex, complex, type TestFunction } from "@symplectic-adjoint/testing";

/** f_0 = a sin y_1 + b cos(3t) y_0², f_1 = a sin y_0 + b cos(3t) y_1². */
export const coupled: TestFunction = {
  parameters: Float64Array.of(-1.3, 0.8),
  evaluate(t, y, p, dy) {
    const [a, b] = [p[0] as number, p[1] as number];
    for (const d of [0, 1])
      dy[d] = a * Math.sin(y[1 - d] as number) + b * Math.cos(3 * t) * (y[d] as number) ** 2;
  },
  vjp(t, y, p, cotangent, yBar, bar) {
    const [a, b] = [p[0] as number, p[1] as number];
    for (const d of [0, 1]) {
      const [own, other, g] = [y[d], y[1 - d], cotangent[d]] as [number, number, number];
      yBar[d] = (yBar[d] as number) + g * 2 * b * Math.cos(3 * t) * own;
      yBar[1 - d] = (yBar[1 - d] as number) + g * a * Math.cos(other);
      bar[0] = (bar[0] as number) + g * Math.sin(other);
      bar[1] = (bar[1] as number) + g * Math.cos(3 * t) * own * own;
    }
  },
  timeDerivative(t, y, p, out) {
    for (const d of [0, 1])
      out[d] = -3 * (p[1] as number) * Math.sin(3 * t) * (y[d] as number) ** 2;
  },
};

/** The same with complex numbers. */
export function complexCoupled(
  t: Complex,
  y: ReadonlyArray<Complex>,
  [a = complex(0), b = complex(0)]: ReadonlyArray<Complex>,
): ReadonlyArray<Complex> {
  const factor = b.times(t.times(3).cos());
  return y.map((own, d) => a.times((y[1 - d] as Complex).sin()).plus(factor.times(own).times(own)));
}
