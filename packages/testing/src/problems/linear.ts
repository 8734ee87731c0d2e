import { defineProblem } from "./define-problem.js";
import { expmAction } from "./expm-action.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";

/**
 * y' = A y of any dimension n, with the n² entries of A, row by row, as parameters; by default from (1, 0.5) to t1 = 2
 * with A = [[−0.1, 2], [−2, −0.1]].
 */
export function linear(options?: ProblemOptions): TestProblem {
  return defineProblem(
    {
      name: "linear",
      key: "linear",
      defaults: { t0: 0, t1: 2, y0: [1, 0.5], parameters: [-0.1, 2, -2, -0.1] },
      evaluate(_t, y, a, dy) {
        multiply(a, y, dy);
      },
      vjp(_t, y, a, g, yBar, aBar) {
        const n = y.length;
        for (let i = 0; i < n; i++) {
          const gi = g[i] as number;
          for (let j = 0; j < n; j++) {
            const at = i * n + j;
            yBar[j] = (yBar[j] as number) + (a[at] as number) * gi;
            aBar[at] = (aBar[at] as number) + (y[j] as number) * gi;
          }
        }
      },
      jvp(_t, y, a, v, b, out) {
        const n = y.length;
        for (let i = 0; i < n; i++) {
          let sum = 0;
          for (let j = 0; j < n; j++)
            sum +=
              (a[i * n + j] as number) * (v[j] as number) +
              (b[i * n + j] as number) * (y[j] as number);
          out[i] = sum;
        }
      },
      solution: (t, { t0, y0, parameters }) => expmAction(parameters, t - t0, y0),
    },
    options,
  );
}

function multiply(a: Float64Array, y: Float64Array, out: Float64Array): void {
  const n = y.length;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += (a[i * n + j] as number) * (y[j] as number);
    out[i] = sum;
  }
}
