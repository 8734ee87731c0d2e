import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { TestProblem } from "../problems/test-problem.js";
import { type Direction, forwardSensitivity } from "./forward-sensitivity.js";
import { checkCotangents, type GridCotangents, type PlainSteps } from "./plain-steps.js";

/**
 * The derivative of Σ cotangent ∘ state over the grid points in one direction, in forward mode: equals the product of
 * an exact method's gradient with that direction, up to rounding.
 *
 * @example
 * // One component of a gradient:
 * directionalDerivative(problem, tableau, steps, { y0: [1, 0] }, atEnd(steps, [1, 1]));
 */
export function directionalDerivative(
  problem: TestProblem,
  tableau: ButcherTableau,
  steps: PlainSteps,
  direction: Direction,
  cotangents: GridCotangents,
): number {
  checkCotangents(cotangents, steps.length);
  const tangents = forwardSensitivity(problem, tableau, steps, direction);
  const n = problem.y0.length;
  let sum = 0;
  cotangents.forEach((cotangent, m) => {
    for (let d = 0; d < n; d++) sum += (cotangent?.[d] ?? 0) * (tangents[m * n + d] as number);
  });
  return sum;
}
