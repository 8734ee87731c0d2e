import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { PlainGradient, TestProblem } from "@symplectic-adjoint/testing";
import { plainBackward } from "./plain-backward.js";
import { type Attempts, plainForward } from "./plain-forward.js";

/** A hand-written loop. */
export interface PlainSolver {
  /** Takes the attempts from the problem's y0 and returns the last state, in memory that the next call overwrites. */
  solve(attempts: Attempts): Float64Array;
  /** The gradient of cotangent · last state, by the symplectic adjoint method, for the last solve. */
  pullback(cotangent: Float64Array): PlainGradient;
}

/**
 * An FSAL method and the symplectic adjoint as plain loops over preallocated arrays, generic in the number of components
 * and in the tableau: no validation, no options, no control, no structure of states.
 *
 * It does the work that the library does for the same steps: the two evaluations and three norms of the first step's
 * choice, all stages, the error norm and the next step's factor of every attempt, a checkpoint per accepted step; then,
 * step by step from the last, the stages again and a VJP for each active one.
 */
export function plainSolver(
  problem: TestProblem,
  tableau: ButcherTableau,
  tolerance: number,
): PlainSolver {
  const forward = plainForward(problem, tableau, tolerance);
  const backward = plainBackward(problem, tableau);
  return {
    solve: (attempts) => forward.run(attempts),
    pullback: (cotangent) => backward(forward.trajectory, cotangent),
  };
}
