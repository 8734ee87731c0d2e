import { defineProblem } from "./define-problem.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";
import type { Vec } from "./vec.js";

type State = Vec<0 | 1>;
type Parameters = Vec<0 | 1 | 2 | 3>;

/**
 * Predator and prey: y0' = p0 y0 − p1 y0 y1, y1' = −p2 y1 + p3 y0 y1; by default from (1, 1) to t1 = 10 with
 * p = (1.5, 1, 3, 1).
 */
export function lotkaVolterra(options?: ProblemOptions): TestProblem {
  return defineProblem(
    {
      name: "Lotka-Volterra",
      key: "lotka_volterra",
      defaults: { t0: 0, t1: 10, y0: [1, 1], parameters: [1.5, 1, 3, 1] },
      evaluate(_t: number, y: State, p: Parameters, dy: State) {
        const both = y[0] * y[1];
        dy[0] = p[0] * y[0] - p[1] * both;
        dy[1] = p[3] * both - p[2] * y[1];
      },
      vjp(_t: number, y: State, p: Parameters, g: State, yBar: State, pBar: Parameters) {
        const both = y[0] * y[1];
        const toBoth = p[3] * g[1] - p[1] * g[0];
        yBar[0] += p[0] * g[0] + toBoth * y[1];
        yBar[1] += toBoth * y[0] - p[2] * g[1];
        pBar[0] += y[0] * g[0];
        pBar[1] -= both * g[0];
        pBar[2] -= y[1] * g[1];
        pBar[3] += both * g[1];
      },
      jvp(_t: number, y: State, p: Parameters, v: State, q: Parameters, out: State) {
        const both = y[0] * y[1];
        const bothDot = v[0] * y[1] + y[0] * v[1];
        out[0] = q[0] * y[0] + p[0] * v[0] - q[1] * both - p[1] * bothDot;
        out[1] = q[3] * both + p[3] * bothDot - q[2] * y[1] - p[2] * v[1];
      },
    },
    options,
  );
}
