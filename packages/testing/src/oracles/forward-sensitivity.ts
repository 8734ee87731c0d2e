import { type ButcherTableau, InvalidArgumentError } from "@symplectic-adjoint/core";
import type { TestProblem } from "../problems/test-problem.js";
import type { PlainSteps } from "./plain-steps.js";

/** A direction in the space of all arguments of a discrete solution; undefined parts are zero. */
export interface Direction {
  readonly y0?: ArrayLike<number>;
  readonly parameters?: ArrayLike<number>;
  /** Of the start of each step. */
  readonly t?: ArrayLike<number>;
  /** Of the length of each step. */
  readonly h?: ArrayLike<number>;
}

/**
 * The derivative in one direction of the discrete solution at the N + 1 grid points, concatenated in one array,
 * computed in forward mode: exact up to rounding, and implemented independently of the reverse loop.
 *
 *     X_i' = y' + Σ_j a_ij (h k_j)',   k_i' = ∂f/∂y X_i' + ∂f/∂p p' + ∂f/∂t (t' + c_i h'),   (h k)' = h k' + h' k
 *
 * @throws InvalidArgumentError if the problem has no jvp.
 */
export function forwardSensitivity(
  problem: TestProblem,
  tableau: ButcherTableau,
  steps: PlainSteps,
  direction: Direction,
): Float64Array {
  const { y0, parameters: p } = problem;
  const n = y0.length;
  const pDot = Float64Array.from(direction.parameters ?? new Float64Array(p.length));
  const tangents = new Float64Array((steps.length + 1) * n);
  let y = y0.slice();
  let yDot = Float64Array.from(direction.y0 ?? new Float64Array(n));
  tangents.set(yDot);
  steps.forEach(({ t, h }, m) => {
    const tDot = direction.t?.[m] ?? 0;
    const hDot = direction.h?.[m] ?? 0;
    /** The increments h k_j, and their tangents. */
    const moves: Array<Float64Array> = [];
    const movesDot: Array<Float64Array> = [];
    tableau.c.forEach((c, i) => {
      const x = plus(y, tableau.a[i] ?? [], moves);
      const xDot = plus(yDot, tableau.a[i] ?? [], movesDot);
      const k = new Float64Array(n);
      problem.evaluate(t + c * h, x, p, k);
      const kDot = tangent(problem, t + c * h, x, xDot, pDot, tDot + c * hDot);
      moves.push(k.map((value) => h * value));
      movesDot.push(kDot.map((value, d) => h * value + hDot * (k[d] as number)));
    });
    y = plus(y, tableau.b, moves);
    yDot = plus(yDot, tableau.b, movesDot);
    tangents.set(yDot, (m + 1) * n);
  });
  return tangents;
}

function plus(
  base: Float64Array,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<Float64Array>,
): Float64Array<ArrayBuffer> {
  return Float64Array.from(base, (value, d) =>
    weights.reduce((sum, weight, j) => sum + weight * (terms[j]?.[d] ?? 0), value),
  );
}

function tangent(
  problem: TestProblem,
  t: number,
  x: Float64Array,
  xDot: Float64Array,
  pDot: Float64Array,
  tDot: number,
): Float64Array {
  if (problem.jvp === undefined)
    throw new InvalidArgumentError({
      argument: "problem",
      value: problem.name,
      problem: "has no jvp, which carrying a tangent needs",
      remedy: "Use a problem with a jvp, or compare with finite differences.",
    });
  const out = new Float64Array(x.length);
  problem.jvp(t, x, problem.parameters, xDot, pDot, out);
  if (problem.timeDerivative === undefined || tDot === 0) return out;
  const byTime = new Float64Array(x.length);
  problem.timeDerivative(t, x, problem.parameters, byTime);
  return out.map((value, d) => value + (byTime[d] as number) * tDot);
}
