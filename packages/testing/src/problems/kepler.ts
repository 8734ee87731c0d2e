import { defineProblem } from "./define-problem.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";
import type { Vec } from "./vec.js";

type State = Vec<0 | 1 | 2 | 3>;

/**
 * Kepler's problem in the plane: q' = v, v' = −p0 q/|q|³ with y = (q, v); by default one period of the orbit of
 * eccentricity 0.6, from its pericentre (0.4, 0, 0, 2).
 */
export function kepler(options?: ProblemOptions): TestProblem {
  return defineProblem(
    {
      name: "Kepler",
      key: "kepler",
      defaults: { t0: 0, t1: 2 * Math.PI, y0: [0.4, 0, 0, 2], parameters: [1] },
      evaluate(_t: number, y: State, p: Vec<0>, dy: State) {
        const square = y[0] * y[0] + y[1] * y[1];
        const pull = p[0] / (square * Math.sqrt(square));
        dy[0] = y[2];
        dy[1] = y[3];
        dy[2] = -pull * y[0];
        dy[3] = -pull * y[1];
      },
      vjp(_t: number, y: State, p: Vec<0>, g: State, yBar: State, pBar: Vec<0>) {
        const square = y[0] * y[0] + y[1] * y[1];
        const cube = 1 / (square * Math.sqrt(square));
        const along = y[0] * g[2] + y[1] * g[3];
        const inward = (3 * p[0] * cube * along) / square;
        yBar[0] += inward * y[0] - p[0] * cube * g[2];
        yBar[1] += inward * y[1] - p[0] * cube * g[3];
        yBar[2] += g[0];
        yBar[3] += g[1];
        pBar[0] -= cube * along;
      },
      jvp(_t: number, y: State, p: Vec<0>, v: State, q: Vec<0>, out: State) {
        const r = Math.hypot(y[0], y[1]);
        const rDot = (y[0] * v[0] + y[1] * v[1]) / r;
        const pull = p[0] / r ** 3;
        const pullDot = q[0] / r ** 3 - (3 * pull * rDot) / r;
        out[0] = v[2];
        out[1] = v[3];
        out[2] = -pullDot * y[0] - pull * v[0];
        out[3] = -pullDot * y[1] - pull * v[1];
      },
    },
    options,
  );
}
