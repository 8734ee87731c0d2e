import { maxRelativeError, only, type TestProblem } from "@symplectic-adjoint/testing";
import { float64, solve, symplecticAdjoint, tableaux } from "symplectic-adjoint";
import { type Attempts, plainSolver } from "./plain-solver.js";

/** A problem at one tolerance, solved both ways. */
export interface SmallSystem {
  readonly name: string;
  readonly tolerance: number;
  /** The library's attempts, which both ways make. */
  readonly attempts: Attempts;
  readonly accepted: number;
  readonly rejected: number;
  /** The largest relative difference between the two gradients. */
  readonly disagreement: number;
  readonly ours: { both(): unknown; solution(): void };
  readonly plain: { both(): unknown; solution(): void };
}

const METHOD = "dopri5";
const adjoint = symplecticAdjoint();

/** The loss is Σ y(t1)², as in the reference values of the problems. */
export function smallSystem(problem: TestProblem, tolerance: number): SmallSystem {
  const { y0, t0, t1 } = problem;
  const n = y0.length;
  const options = {
    backend: float64,
    adjoint,
    method: METHOD,
    rtol: tolerance,
    atol: tolerance,
  } as const;
  const attempts: Array<Attempts[number]> = [];
  const { stats } = solve(problem, y0, [t0, t1], {
    ...options,
    differentiate: false,
    onStep: (event) => attempts.push(event),
  });
  const plain = plainSolver(problem, tableaux[METHOD], tolerance);

  function ours(): { readonly y0: Float64Array; readonly parameters: Float64Array } {
    const solution = solve(problem, y0, [t0, t1], options);
    const cotangents = new Float64Array(2 * n);
    for (let d = 0; d < n; d++) cotangents[n + d] = 2 * (solution.ys[n + d] as number);
    const { y0: bar, parameters } = solution.pullback(cotangents);
    solution.dispose();
    return { y0: bar, parameters: only(parameters) };
  }

  function byHand(): { readonly y0: Float64Array; readonly parameters: Float64Array } {
    const end = plain.solve(attempts);
    const cotangent = new Float64Array(n);
    for (let d = 0; d < n; d++) cotangent[d] = 2 * (end[d] as number);
    return plain.pullback(cotangent);
  }

  const [a, b] = [ours(), byHand()];
  return {
    name: problem.name,
    tolerance,
    attempts,
    accepted: stats.forward.accepted,
    rejected: stats.forward.rejected,
    disagreement: Math.max(
      maxRelativeError(a.y0, b.y0),
      maxRelativeError(a.parameters, b.parameters),
    ),
    ours: { both: ours, solution: () => solve(problem, y0, [t0, t1], options).dispose() },
    plain: { both: byHand, solution: () => void plain.solve(attempts) },
  };
}
