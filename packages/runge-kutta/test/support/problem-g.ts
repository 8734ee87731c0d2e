import type { TestFunction } from "@symplectic-adjoint/testing";

/** f = a sin y + b cos(3t) y². */
export const problemG: TestFunction = {
  parameters: Float64Array.of(-1.3, 0.8),
  evaluate(t, y, p, dy) {
    const [x, a, b] = [y[0] as number, p[0] as number, p[1] as number];
    dy[0] = a * Math.sin(x) + b * Math.cos(3 * t) * x * x;
  },
  vjp(t, y, p, cotangent, yBar, bar) {
    const [x, a, b, g] = [y[0], p[0], p[1], cotangent[0]] as [number, number, number, number];
    yBar[0] = (yBar[0] as number) + g * (a * Math.cos(x) + 2 * b * Math.cos(3 * t) * x);
    bar[0] = (bar[0] as number) + g * Math.sin(x);
    bar[1] = (bar[1] as number) + g * Math.cos(3 * t) * x * x;
  },
  timeDerivative(t, y, p, out) {
    const x = y[0] as number;
    out[0] = -3 * (p[1] as number) * Math.sin(3 * t) * x * x;
  },
};
