import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { PlainGradient, TestProblem } from "@symplectic-adjoint/testing";
import type { PlainTrajectory } from "./plain-forward.js";
import { stageArrays } from "./stage-arrays.js";
import { weightedSum, weightRows } from "./weight-rows.js";

/** The backward half of `plainSolver`, for methods whose active stages are the first ones. */
export function plainBackward(
  { evaluate, vjp, y0, parameters }: TestProblem,
  { a, b, c, activeStages }: ButcherTableau,
): (trajectory: PlainTrajectory, cotangent: Float64Array) => PlainGradient {
  const n = y0.length;
  const active = activeStages.length;
  const rows = weightRows(a);
  const columns = weightRows(
    activeStages.map((i) => activeStages.map((j) => (j > i ? (a[j]?.[i] ?? 0) : 0))),
  );
  const times = Float64Array.from(c);
  const weights = Float64Array.from(b);
  const x = stageArrays(active, n);
  const k = stageArrays(active, n);
  const w = stageArrays(active, n);
  const g = new Float64Array(n);
  const lambda = new Float64Array(n);
  const parametersBar = new Float64Array(parameters.length);

  return ({ count, t, h, states }, cotangent) => {
    lambda.set(cotangent);
    parametersBar.fill(0);
    for (let m = count - 1; m >= 0; m--) {
      for (let d = 0; d < n; d++) x.flat[d] = states[m * n + d] as number;
      reverseStep(t[m] as number, h[m] as number);
    }
    return { y0: lambda.slice(), parameters: parametersBar.slice() };
  };

  function reverseStep(t: number, h: number): void {
    for (let i = 0; i < active; i++) {
      if (i > 0) {
        for (let d = 0; d < n; d++)
          x.flat[i * n + d] = (x.flat[d] as number) + h * weightedSum(rows, i, k.flat, n, d);
      }
      // No active stage depends on the last slope.
      if (i === active - 1) break;
      const time = t + (times[i] as number) * h;
      evaluate(time, x.views[i] as Float64Array, parameters, k.views[i] as Float64Array);
    }
    for (let i = active - 1; i >= 0; i--) {
      for (let d = 0; d < n; d++) {
        const direct = (weights[i] as number) * (lambda[d] as number);
        g[d] = h * (direct + weightedSum(columns, i, w.flat, n, d));
        w.flat[i * n + d] = 0;
      }
      const time = t + (times[i] as number) * h;
      const bar = w.views[i] as Float64Array;
      vjp(time, x.views[i] as Float64Array, parameters, g, bar, parametersBar);
    }
    for (let i = 0; i < active; i++)
      for (let d = 0; d < n; d++) lambda[d] = (lambda[d] as number) + (w.flat[i * n + d] as number);
  }
}
