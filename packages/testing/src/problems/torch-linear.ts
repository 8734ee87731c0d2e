import { expmAction } from "./expm-action.js";
import { linear } from "./linear.js";
import type { TestProblem } from "./test-problem.js";

/**
 * In the manner of torchdiffeq's "linear": y' = A y in ten dimensions with A = U − Uᵀ, from y(1) = e^A·(1, …, 1) to
 * t1 = 8. torchdiffeq draws U at random; here u_ij = 0.1 sin(1 + 10i + j), so that every run has the same matrix.
 */
export function torchLinear(): TestProblem {
  const n = 10;
  const u = (i: number, j: number): number => 0.1 * Math.sin(1 + n * i + j);
  const parameters = Float64Array.from({ length: n * n }, (_, at) => {
    const i = Math.floor(at / n);
    const j = at % n;
    return u(i, j) - u(j, i);
  });
  const y0 = expmAction(parameters, 1, new Float64Array(n).fill(1));
  return { ...linear({ t0: 1, t1: 8, y0, parameters }), name: "torchdiffeq linear" };
}
