import { defineProblem } from "./define-problem.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";
import type { Vec } from "./vec.js";

type Pair = Vec<0 | 1>;

/**
 * torchdiffeq's "constant": y' = p0 + (y − (p0 t + p1))⁵, from t0 = 1 to t1 = 8 with p = (0.2, 3). From y(1) = 3.2 the
 * solution is p0 t + p1; from u next to it, the distance grows as u/(1 − 4u⁴(t − t0))^¼ and becomes infinite.
 */
export function torchConstant(options?: ProblemOptions): TestProblem {
  return defineProblem(
    {
      name: "torchdiffeq constant",
      defaults: { t0: 1, t1: 8, y0: [3.2], parameters: [0.2, 3] },
      evaluate(t: number, y: Vec<0>, p: Pair, dy: Vec<0>) {
        dy[0] = p[0] + (y[0] - (p[0] * t + p[1])) ** 5;
      },
      vjp(t: number, y: Vec<0>, p: Pair, g: Vec<0>, yBar: Vec<0>, pBar: Pair) {
        const slope = 5 * (y[0] - (p[0] * t + p[1])) ** 4 * g[0];
        yBar[0] += slope;
        pBar[0] += g[0] - t * slope;
        pBar[1] -= slope;
      },
      jvp(t: number, y: Vec<0>, p: Pair, v: Vec<0>, q: Pair, out: Vec<0>) {
        const offset = y[0] - (p[0] * t + p[1]);
        out[0] = q[0] + 5 * offset ** 4 * (v[0] - q[0] * t - q[1]);
      },
      timeDerivative(t: number, y: Vec<0>, p: Pair, out: Vec<0>) {
        out[0] = -5 * p[0] * (y[0] - (p[0] * t + p[1])) ** 4;
      },
      solution(t, { t0, y0: [start = 0], parameters: [a = 0, b = 0] }) {
        const u = start - (a * t0 + b);
        return [a * t + b + u / (1 - 4 * u ** 4 * (t - t0)) ** 0.25];
      },
    },
    options,
  );
}
