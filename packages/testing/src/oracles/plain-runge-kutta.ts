import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { TestProblem } from "../problems/test-problem.js";
import { plainLoop } from "./plain-loop.js";
import type { PlainSteps } from "./plain-steps.js";

/**
 * The states at the N + 1 grid points of N given steps of an explicit method, concatenated in one array.
 *
 * @example
 * const states = plainRungeKutta(decay(), smallTableaux.rk4, uniformSteps(0, 1, 10));
 * states.subarray(-3); // y(1)
 */
export function plainRungeKutta(
  problem: TestProblem,
  tableau: ButcherTableau,
  steps: PlainSteps,
): Float64Array {
  return plainLoop(problem, tableau).forward(steps);
}

/** The last row of what {@link plainRungeKutta} returns, as a new array. */
export function endState(states: Float64Array, problem: TestProblem): Float64Array {
  return states.slice(states.length - problem.y0.length);
}
