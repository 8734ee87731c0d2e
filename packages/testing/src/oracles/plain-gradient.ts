import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { TestProblem } from "../problems/test-problem.js";
import { type PlainGradient, plainLoop } from "./plain-loop.js";
import type { GridCotangents, PlainSteps } from "./plain-steps.js";

/**
 * The exact gradient of the discrete solution on given steps: of Σ cotangent ∘ state over the grid points, for y0 and the
 * parameters. Step by step from the last, with λ the cotangent of its end state,
 *
 *     for i = s … 1:  g_i = h ( b_i λ + Σ_{j>i} a_ji w_j ),   w_i = (∂f/∂y)ᵀ g_i,   p̄ += (∂f/∂p)ᵀ g_i
 *     λ += Σ_i w_i
 *
 * @example
 * const problem = lotkaVolterra({ t1: 1 });
 * const steps = uniformSteps(0, 1, 10);
 * plainGradient(problem, smallTableaux.rk4, steps, atEnd(steps, [1, 0])).y0; // gradient of y_0(1)
 */
export function plainGradient(
  problem: TestProblem,
  tableau: ButcherTableau,
  steps: PlainSteps,
  cotangents: GridCotangents,
): PlainGradient {
  const loop = plainLoop(problem, tableau);
  loop.forward(steps);
  return loop.backward(cotangents);
}
