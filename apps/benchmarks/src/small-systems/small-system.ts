import { maxRelativeError, type TestProblem } from "@symplectic-adjoint/testing";
import { float64, solve, symplecticAdjoint, tableaux } from "symplectic-adjoint";
import { type HostGradient, libraryGradient, METHOD } from "./library-gradient.js";
import type { Attempts } from "./plain-forward.js";
import { plainSolver } from "./plain-solver.js";

/** A problem at one tolerance, solved by the library and by the hand-written loop. */
export interface SmallSystem {
  readonly name: string;
  readonly tolerance: number;
  /** The library's attempts, which both solves repeat. */
  readonly attempts: Attempts;
  readonly accepted: number;
  readonly rejected: number;
  /** The largest relative difference between the two gradients. */
  readonly disagreement: number;
  readonly ours: { both(): unknown; solution(): void };
  readonly plain: { both(): unknown; solution(): void };
}

/** The loss is Σ y(t1)², as in the reference values of the problems. */
export function smallSystem(problem: TestProblem, tolerance: number): SmallSystem {
  const { y0, t0, t1 } = problem;
  const n = y0.length;
  const attempts: Array<Attempts[number]> = [];
  const { stats } = solve(problem, y0, [t0, t1], {
    ...{ backend: float64, method: METHOD, rtol: tolerance, atol: tolerance },
    differentiate: false,
    onStep: (event) => attempts.push(event),
  });
  const plain = plainSolver(problem, tableaux[METHOD], tolerance);
  const ours = libraryGradient({ float64, solve, symplecticAdjoint }, problem, tolerance);

  function byHand(): HostGradient {
    const end = plain.solve(attempts);
    const cotangent = new Float64Array(n);
    for (let d = 0; d < n; d++) cotangent[d] = 2 * (end[d] as number);
    return plain.pullback(cotangent);
  }

  const [a, b] = [ours.both(), byHand()];
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
    ours,
    plain: { both: byHand, solution: () => void plain.solve(attempts) },
  };
}
