import { only, type TestProblem } from "@symplectic-adjoint/testing";
import type { float64, solve, symplecticAdjoint } from "symplectic-adjoint";

/** The parts of the umbrella that solve small systems: this one's, or another version's. */
export interface Library {
  readonly float64: typeof float64;
  readonly solve: typeof solve;
  readonly symplecticAdjoint: typeof symplecticAdjoint;
}

/** The gradient of a loss. */
export interface HostGradient {
  readonly y0: Float64Array;
  readonly parameters: Float64Array;
}

/** The method of all small systems. */
export const METHOD = "dopri5";

/** The gradient of Σ y(t1)², as in the reference values of the problems, by the symplectic adjoint; and the solution alone. */
export function libraryGradient(
  { float64, solve, symplecticAdjoint }: Library,
  problem: TestProblem,
  tolerance: number,
): { both(): HostGradient; solution(): void } {
  const { y0, t0, t1 } = problem;
  const n = y0.length;
  const adjoint = symplecticAdjoint();
  const accuracy = { rtol: tolerance, atol: tolerance };
  const options = { backend: float64, adjoint, method: METHOD, ...accuracy } as const;
  return {
    both() {
      const solution = solve(problem, y0, [t0, t1], options);
      const cotangents = new Float64Array(2 * n);
      for (let d = 0; d < n; d++) cotangents[n + d] = 2 * (solution.ys[n + d] as number);
      const { y0: bar, parameters } = solution.pullback(cotangents);
      solution.dispose();
      return { y0: bar, parameters: only(parameters) };
    },
    solution: () => solve(problem, y0, [t0, t1], options).dispose(),
  };
}
