import { defineProblem } from "./define-problem.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";
import type { Vec } from "./vec.js";

type Pair = Vec<0 | 1>;

/**
 * y' = p0 sin(y) + p1 cos(3t) y², scalar and dependent on t: the case "g" of the golden runs; by default from y(0) = 0.9
 * to t1 = 3 with p = (−1.3, 0.8).
 */
export function sineSquare(options?: ProblemOptions): TestProblem {
  return defineProblem(
    {
      name: "sine and square",
      defaults: { t0: 0, t1: 3, y0: [0.9], parameters: [-1.3, 0.8] },
      evaluate(t: number, y: Vec<0>, p: Pair, dy: Vec<0>) {
        dy[0] = p[0] * Math.sin(y[0]) + p[1] * Math.cos(3 * t) * y[0] * y[0];
      },
      vjp(t: number, y: Vec<0>, p: Pair, g: Vec<0>, yBar: Vec<0>, pBar: Pair) {
        const c = Math.cos(3 * t);
        yBar[0] += (p[0] * Math.cos(y[0]) + 2 * p[1] * c * y[0]) * g[0];
        pBar[0] += Math.sin(y[0]) * g[0];
        pBar[1] += c * y[0] * y[0] * g[0];
      },
      jvp(t: number, y: Vec<0>, p: Pair, v: Vec<0>, q: Pair, out: Vec<0>) {
        const wave = Math.cos(3 * t) * y[0];
        out[0] =
          q[0] * Math.sin(y[0]) +
          p[0] * Math.cos(y[0]) * v[0] +
          wave * (q[1] * y[0] + 2 * p[1] * v[0]);
      },
      timeDerivative(t: number, y: Vec<0>, p: Pair, out: Vec<0>) {
        out[0] = -3 * p[1] * Math.sin(3 * t) * y[0] * y[0];
      },
    },
    options,
  );
}
