import { defineProblem } from "./define-problem.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";
import type { Vec } from "./vec.js";

type Pair = Vec<0 | 1>;

/** y' = p0 y cos(p1 t), which depends on t; by default from y(0.5) = 1.5 to t1 = 3 with p = (0.7, 1.3). */
export function forced(options?: ProblemOptions): TestProblem {
  return defineProblem(
    {
      name: "forced",
      key: "forced",
      defaults: { t0: 0.5, t1: 3, y0: [1.5], parameters: [0.7, 1.3] },
      evaluate(t: number, y: Vec<0>, p: Pair, dy: Vec<0>) {
        dy[0] = p[0] * y[0] * Math.cos(p[1] * t);
      },
      vjp(t: number, y: Vec<0>, p: Pair, g: Vec<0>, yBar: Vec<0>, pBar: Pair) {
        const c = Math.cos(p[1] * t) * g[0];
        yBar[0] += p[0] * c;
        pBar[0] += y[0] * c;
        pBar[1] -= p[0] * y[0] * t * Math.sin(p[1] * t) * g[0];
      },
      jvp(t: number, y: Vec<0>, p: Pair, v: Vec<0>, q: Pair, out: Vec<0>) {
        const phase = p[1] * t;
        out[0] =
          (q[0] * y[0] + p[0] * v[0]) * Math.cos(phase) - p[0] * y[0] * Math.sin(phase) * q[1] * t;
      },
      timeDerivative(t: number, y: Vec<0>, p: Pair, out: Vec<0>) {
        out[0] = -p[0] * y[0] * p[1] * Math.sin(p[1] * t);
      },
      solution(t, problem) {
        const [start = 0] = problem.y0;
        const [p0 = 0, p1 = 1] = problem.parameters;
        return [start * Math.exp((p0 / p1) * (Math.sin(p1 * t) - Math.sin(p1 * problem.t0)))];
      },
    },
    options,
  );
}
