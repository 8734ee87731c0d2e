import { defineProblem } from "./define-problem.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";
import type { Vec } from "./vec.js";

/**
 * torchdiffeq's "sine": y' = 2y/t + t⁴ sin 2t − t² + 4t³, from t0 = 1 to t1 = 8, without parameters. It is singular at
 * t = 0. Its solutions are −½t⁴ cos 2t + ½t³ sin 2t + ¼t² cos 2t − t³ + 2t⁴ + C t², here with C = π − ¼.
 */
export function torchSine(options?: ProblemOptions): TestProblem {
  return defineProblem(
    {
      name: "torchdiffeq sine",
      defaults: { t0: 1, t1: 8, y0: [particular(1) + Math.PI - 0.25], parameters: [] },
      evaluate(t: number, y: Vec<0>, _p, dy: Vec<0>) {
        dy[0] = (2 * y[0]) / t + t ** 4 * Math.sin(2 * t) - t ** 2 + 4 * t ** 3;
      },
      vjp(t: number, _y, _p, g: Vec<0>, yBar: Vec<0>) {
        yBar[0] += (2 / t) * g[0];
      },
      jvp(t: number, _y, _p, v: Vec<0>, _q, out: Vec<0>) {
        out[0] = (2 * v[0]) / t;
      },
      timeDerivative(t: number, y: Vec<0>, _p, out: Vec<0>) {
        const waves = 4 * t ** 3 * Math.sin(2 * t) + 2 * t ** 4 * Math.cos(2 * t);
        out[0] = (-2 * y[0]) / t ** 2 + waves - 2 * t + 12 * t ** 2;
      },
      solution(t, { t0, y0: [start = 0] }) {
        const c = (start - particular(t0)) / t0 ** 2;
        return [particular(t) + c * t ** 2];
      },
    },
    options,
  );
}

function particular(t: number): number {
  const c = Math.cos(2 * t);
  const s = Math.sin(2 * t);
  return (-(t ** 4) * c + t ** 3 * s) / 2 + (t ** 2 * c) / 4 - t ** 3 + 2 * t ** 4;
}
