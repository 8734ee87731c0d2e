import { defineProblem } from "./define-problem.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";
import type { Vec } from "./vec.js";

/**
 * torchdiffeq's "exp": y' = −0.1 e^(−0.1 t), an integral, since f does not depend on y; from t0 = 1 to t1 = 8 with
 * y(t0) = e^(−0.1), without parameters. The solution is e^(−0.1 t).
 */
export function torchExp(options?: ProblemOptions): TestProblem {
  return defineProblem(
    {
      name: "torchdiffeq exp",
      defaults: { t0: 1, t1: 8, y0: [Math.exp(-0.1)], parameters: [] },
      evaluate(t: number, _y, _p, dy: Vec<0>) {
        dy[0] = -0.1 * Math.exp(-0.1 * t);
      },
      vjp() {},
      jvp(_t, _y, _p, _v, _q, out) {
        out[0] = 0;
      },
      timeDerivative(t: number, _y, _p, out: Vec<0>) {
        out[0] = 0.01 * Math.exp(-0.1 * t);
      },
      solution: (t, { t0, y0: [start = 0] }) => [start + Math.exp(-0.1 * t) - Math.exp(-0.1 * t0)],
    },
    options,
  );
}
