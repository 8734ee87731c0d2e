import { defineProblem } from "./define-problem.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";
import type { Vec } from "./vec.js";

type Triple = Vec<0 | 1 | 2>;

/**
 * Lorenz' attractor (1963): y0' = p0 (y1 − y0), y1' = y0 (p1 − y2) − y1, y2' = y0 y1 − p2 y2; by default from (1, 0, 0)
 * to t1 = 5 with p = (10, 28, 8/3).
 */
export function lorenz(options?: ProblemOptions): TestProblem {
  return defineProblem(
    {
      name: "Lorenz",
      key: "lorenz",
      defaults: { t0: 0, t1: 5, y0: [1, 0, 0], parameters: [10, 28, 8 / 3] },
      evaluate(_t: number, y: Triple, p: Triple, dy: Triple) {
        dy[0] = p[0] * (y[1] - y[0]);
        dy[1] = y[0] * (p[1] - y[2]) - y[1];
        dy[2] = y[0] * y[1] - p[2] * y[2];
      },
      vjp(_t: number, y: Triple, p: Triple, g: Triple, yBar: Triple, pBar: Triple) {
        yBar[0] += (p[1] - y[2]) * g[1] + y[1] * g[2] - p[0] * g[0];
        yBar[1] += p[0] * g[0] - g[1] + y[0] * g[2];
        yBar[2] -= y[0] * g[1] + p[2] * g[2];
        pBar[0] += (y[1] - y[0]) * g[0];
        pBar[1] += y[0] * g[1];
        pBar[2] -= y[2] * g[2];
      },
      jvp(_t: number, y: Triple, p: Triple, v: Triple, q: Triple, out: Triple) {
        out[0] = q[0] * (y[1] - y[0]) + p[0] * (v[1] - v[0]);
        out[1] = v[0] * (p[1] - y[2]) + y[0] * (q[1] - v[2]) - v[1];
        out[2] = v[0] * y[1] + y[0] * v[1] - q[2] * y[2] - p[2] * v[2];
      },
    },
    options,
  );
}
