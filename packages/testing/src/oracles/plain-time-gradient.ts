import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { TestProblem } from "../problems/test-problem.js";
import { plainRungeKutta } from "./plain-runge-kutta.js";
import { checkCotangents, type GridCotangents, type PlainSteps } from "./plain-steps.js";

/** Derivatives of a loss by the start and by the length of each step, the others held fixed. */
export interface PlainTimeGradient {
  readonly t: Float64Array;
  readonly h: Float64Array;
}

/**
 * The exact gradient of Σ cotangent ∘ state over the grid points for the steps themselves. With the cotangents g_i and w_i of
 * `plainGradient` and τ_i = g_iᵀ ∂f/∂t,
 *
 *     ∂L/∂t = Σ_i τ_i,   ∂L/∂h = λ·Σ_i b_i k_i + Σ_i c_i τ_i + Σ_i w_i·Σ_j a_ij k_j
 */
export function plainTimeGradient(
  problem: TestProblem,
  tableau: ButcherTableau,
  steps: PlainSteps,
  cotangents: GridCotangents,
): PlainTimeGradient {
  checkCotangents(cotangents, steps.length);
  const n = problem.y0.length;
  const states = plainRungeKutta(problem, tableau, steps);
  const result = { t: new Float64Array(steps.length), h: new Float64Array(steps.length) };
  let lambda = new Float64Array(n);
  for (let m = steps.length - 1; m >= 0; m--) {
    const { t, h } = steps[m] as PlainSteps[number];
    lambda = sum(lambda, cotangents[m + 1]);
    const { xs, ks } = stagesOf(problem, tableau, t, h, states.subarray(m * n, (m + 1) * n));
    const ws = ks.map(() => new Float64Array(n));
    let byT = 0;
    let byH = dot(lambda, weighted(tableau.b, ks, n));
    for (let i = tableau.stages - 1; i >= 0; i--) {
      const ci = tableau.c[i] as number;
      const column = tableau.a.map((row) => row[i] ?? 0);
      const later = weighted(column, ws, n);
      const g = lambda.map((l, d) => h * ((tableau.b[i] as number) * l + (later[d] as number)));
      const [x, w] = [xs[i] as Float64Array, ws[i] as Float64Array];
      const at = t + ci * h;
      problem.vjp(at, x, problem.parameters, g, w, new Float64Array(problem.parameters.length));
      const byTime = new Float64Array(n);
      problem.timeDerivative?.(at, x, problem.parameters, byTime);
      const tau = dot(g, byTime);
      byT += tau;
      byH += ci * tau + dot(w, weighted(tableau.a[i] ?? [], ks, n));
    }
    result.t[m] = byT;
    result.h[m] = byH;
    lambda = ws.reduce(sum, lambda);
  }
  return result;
}

function stagesOf(
  problem: TestProblem,
  tableau: ButcherTableau,
  t: number,
  h: number,
  y: Float64Array,
): { readonly xs: ReadonlyArray<Float64Array>; readonly ks: ReadonlyArray<Float64Array> } {
  const xs: Array<Float64Array> = [];
  const ks: Array<Float64Array> = [];
  tableau.c.forEach((c, i) => {
    const move = weighted(tableau.a[i] ?? [], ks, y.length);
    const x = Float64Array.from(y, (value, d) => value + h * (move[d] as number));
    const k = new Float64Array(y.length);
    problem.evaluate(t + c * h, x, problem.parameters, k);
    xs.push(x);
    ks.push(k);
  });
  return { xs, ks };
}

function weighted(
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<Float64Array>,
  n: number,
): Float64Array {
  return Float64Array.from({ length: n }, (_, d) =>
    weights.reduce((total, weight, j) => total + weight * (terms[j]?.[d] ?? 0), 0),
  );
}

function sum(a: Float64Array, b: ArrayLike<number> | undefined): Float64Array<ArrayBuffer> {
  return Float64Array.from(a, (value, d) => value + (b?.[d] ?? 0));
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((total, value, d) => total + value * (b[d] as number), 0);
}
