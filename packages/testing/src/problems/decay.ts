import { defineProblem } from "./define-problem.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";

/**
 * y' = p0 y in any dimension, the first test of everything; by default from (1, −0.5, 2) to t1 = 1 with p = (−0.7).
 *
 * One step of a method with stability function R gives R(h p0) y.
 */
export function decay(options?: ProblemOptions): TestProblem {
  return defineProblem(
    {
      name: "decay",
      defaults: { t0: 0, t1: 1, y0: [1, -0.5, 2], parameters: [-0.7] },
      evaluate(_t, y, p, dy) {
        const rate = p[0] as number;
        for (let i = 0; i < y.length; i++) dy[i] = rate * (y[i] as number);
      },
      vjp(_t, y, p, g, yBar, pBar) {
        const rate = p[0] as number;
        let sum = 0;
        for (let i = 0; i < y.length; i++) {
          yBar[i] = (yBar[i] as number) + rate * (g[i] as number);
          sum += (y[i] as number) * (g[i] as number);
        }
        pBar[0] = (pBar[0] as number) + sum;
      },
      jvp(_t, y, p, v, q, out) {
        const rate = p[0] as number;
        const rateDot = q[0] as number;
        for (let i = 0; i < y.length; i++)
          out[i] = rate * (v[i] as number) + rateDot * (y[i] as number);
      },
      solution: (t, { t0, y0, parameters }) =>
        y0.map((y) => y * Math.exp((parameters[0] as number) * (t - t0))),
    },
    options,
  );
}
