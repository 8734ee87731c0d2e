import { defineProblem } from "./define-problem.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";
import type { Vec } from "./vec.js";

type State = Vec<0 | 1>;

/**
 * Van der Pol's oscillator: y0' = y1, y1' = p0 (1 − y0²) y1 − y0; by default from (2, 0) to t1 = 10 with p = (2).
 *
 * With p = (5) the continuous adjoint, integrated backward, diverges.
 */
export function vanDerPol(options?: ProblemOptions): TestProblem {
  return defineProblem(
    {
      name: "van der Pol",
      key: "vdp",
      defaults: { t0: 0, t1: 10, y0: [2, 0], parameters: [2] },
      evaluate(_t: number, y: State, p: Vec<0>, dy: State) {
        dy[0] = y[1];
        dy[1] = p[0] * (1 - y[0] * y[0]) * y[1] - y[0];
      },
      vjp(_t: number, y: State, p: Vec<0>, g: State, yBar: State, pBar: Vec<0>) {
        const damping = 1 - y[0] * y[0];
        yBar[0] -= (2 * p[0] * y[0] * y[1] + 1) * g[1];
        yBar[1] += g[0] + p[0] * damping * g[1];
        pBar[0] += damping * y[1] * g[1];
      },
      jvp(_t: number, y: State, p: Vec<0>, v: State, q: Vec<0>, out: State) {
        const damping = 1 - y[0] * y[0];
        const dampingDot = -2 * y[0] * v[0];
        out[0] = v[1];
        out[1] = q[0] * damping * y[1] + p[0] * (dampingDot * y[1] + damping * v[1]) - v[0];
      },
    },
    options,
  );
}
