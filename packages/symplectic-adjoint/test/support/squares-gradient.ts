import type { TestProblem } from "@symplectic-adjoint/testing";
import { differentiate, type Float64Options, sumOfSquares } from "./differentiate.js";

/** The gradient of the loss Σ y(t1)² for y0, then for the parameters, in one array. */
export function squaresGradient(problem: TestProblem, options: Float64Options): Float64Array {
  const loss = sumOfSquares(problem.y0.length);
  const { y0, parameters } = differentiate(problem, [problem.t0, problem.t1], loss, options);
  return Float64Array.from([...y0, ...parameters]);
}

/** The same of the continuous problem: the known one, or by dopri8 at a tolerance of 1e-13 where none is known. */
export function referenceGradient(problem: TestProblem): Float64Array {
  const known = problem.reference?.gradient;
  if (known !== undefined) return Float64Array.from([...known.y0, ...known.parameters]);
  return squaresGradient(problem, { method: "dopri8", rtol: 1e-13, atol: 1e-13 });
}
