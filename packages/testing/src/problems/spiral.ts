import { defineProblem } from "./define-problem.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";
import type { Vec } from "./vec.js";

type State = Vec<0 | 1>;
type Matrix = Vec<0 | 1 | 2 | 3>;

/**
 * The cubic spiral of the neural ODE literature (Chen et al. 2018, arXiv 1806.07366): y' = (y³) A, a row vector times
 * A = [[p0, p1], [p2, p3]]; by default from (2, 0) to t1 = 25 with A = [[−0.1, 2], [−2, −0.1]].
 */
export function spiral(options?: ProblemOptions): TestProblem {
  return defineProblem(
    {
      name: "spiral",
      key: "spiral",
      defaults: { t0: 0, t1: 25, y0: [2, 0], parameters: [-0.1, 2, -2, -0.1] },
      evaluate(_t: number, y: State, a: Matrix, dy: State) {
        const c0 = y[0] * y[0] * y[0];
        const c1 = y[1] * y[1] * y[1];
        dy[0] = c0 * a[0] + c1 * a[2];
        dy[1] = c0 * a[1] + c1 * a[3];
      },
      vjp(_t: number, y: State, a: Matrix, g: State, yBar: State, aBar: Matrix) {
        const s0 = y[0] * y[0];
        const s1 = y[1] * y[1];
        yBar[0] += 3 * s0 * (a[0] * g[0] + a[1] * g[1]);
        yBar[1] += 3 * s1 * (a[2] * g[0] + a[3] * g[1]);
        aBar[0] += s0 * y[0] * g[0];
        aBar[1] += s0 * y[0] * g[1];
        aBar[2] += s1 * y[1] * g[0];
        aBar[3] += s1 * y[1] * g[1];
      },
      jvp(_t: number, y: State, a: Matrix, v: State, b: Matrix, out: State) {
        const c0 = y[0] ** 3;
        const c1 = y[1] ** 3;
        const d0 = 3 * y[0] ** 2 * v[0];
        const d1 = 3 * y[1] ** 2 * v[1];
        out[0] = d0 * a[0] + c0 * b[0] + d1 * a[2] + c1 * b[2];
        out[1] = d0 * a[1] + c0 * b[1] + d1 * a[3] + c1 * b[3];
      },
    },
    options,
  );
}
