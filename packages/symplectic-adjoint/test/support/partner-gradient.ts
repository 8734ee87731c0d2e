import type { ButcherTableau } from "@symplectic-adjoint/core";
import { symplecticPartner } from "@symplectic-adjoint/tableaux";
import { type PlainSteps, plainRungeKutta, type TestProblem } from "@symplectic-adjoint/testing";

/** A gradient by the partner, and how well its stages satisfy the scheme with Â. */
export interface PartnerGradient {
  readonly y0: Float64Array;
  readonly parameters: Float64Array;
  /** The largest |Λ_i − (s_i λ + h Σ_j Â_ij l_j)| over the largest |Λ_i| + |λ|, over all steps. */
  readonly residual: number;
}

/**
 * The theorem behind the method, literally: the adjoint equation integrated by the symplectic partner of the tableau, from
 * the last grid point to the first. See `symplecticPartner` for the formulas, and for the stages with b_i = 0.
 */
export function partnerGradient(
  problem: TestProblem,
  tableau: ButcherTableau,
  steps: PlainSteps,
  cotangents: ReadonlyArray<ArrayLike<number> | undefined>,
): PartnerGradient {
  const { parameters: p } = problem;
  const n = problem.y0.length;
  const { a, b, modified, backward } = symplecticPartner(tableau);
  const states = plainRungeKutta(problem, tableau, steps);
  const pBar = new Float64Array(p.length);
  let lambda = plus(new Float64Array(n), 1, [1], [cotangents[steps.length]]);
  let residual = 0;
  for (let m = steps.length - 1; m >= 0; m--) {
    const { t, h } = steps[m] as PlainSteps[number];
    const points = stagesOf(problem, tableau, t, h, states.slice(m * n, (m + 1) * n));
    const stages = points.map(() => new Float64Array(n));
    const slopes = points.map(() => new Float64Array(n));
    for (let i = points.length - 1; i >= 0; i--) {
      const start = modified[i] ? new Float64Array(n) : lambda;
      const stage = plus(start, h, backward[i] ?? [], slopes);
      const yBar = new Float64Array(n);
      const stageBar = new Float64Array(p.length);
      const { at, x } = points[i] as (typeof points)[number];
      problem.vjp(at, x, p, stage, yBar, stageBar);
      stages[i] = stage;
      slopes[i] = yBar.map((value) => -value);
      stageBar.forEach((value, k) => {
        pBar[k] = (pBar[k] as number) + h * (b[i] as number) * value;
      });
    }
    const before = plus(lambda, -h, b, slopes);
    stages.forEach((stage, i) => {
      const start = modified[i] ? new Float64Array(n) : before;
      const expected = plus(start, h, a[i] ?? [], slopes);
      const size = largest(stage) + largest(before);
      const gap = largest(stage.map((value, d) => value - (expected[d] as number)));
      if (gap > 0) residual = Math.max(residual, gap / size);
    });
    lambda = plus(before, 1, [1], [cotangents[m]]);
  }
  return { y0: lambda, parameters: pBar, residual };
}

function stagesOf(
  problem: TestProblem,
  tableau: ButcherTableau,
  t: number,
  h: number,
  y: Float64Array,
): ReadonlyArray<{ readonly at: number; readonly x: Float64Array }> {
  const slopes: Array<Float64Array> = [];
  return tableau.c.map((c, i) => {
    const at = t + c * h;
    const x = plus(y, h, tableau.a[i] ?? [], slopes);
    const slope = new Float64Array(y.length);
    problem.evaluate(at, x, problem.parameters, slope);
    slopes.push(slope);
    return { at, x };
  });
}

/** base + scale Σ_j weights_j terms_j; terms that are undefined count as zero. */
function plus(
  base: Float64Array,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<ArrayLike<number> | undefined>,
): Float64Array<ArrayBuffer> {
  return Float64Array.from(base, (value, d) => {
    const sum = weights.reduce((total, weight, j) => total + weight * (terms[j]?.[d] ?? 0), 0);
    return value + scale * sum;
  });
}

function largest(values: Float64Array): number {
  return Math.max(...values.map(Math.abs));
}
