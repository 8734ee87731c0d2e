import type { PassStatistics, Problem, Reading, State } from "@symplectic-adjoint/core";
import { readScalar, scalarStates } from "../reading/read-scalar.js";

const ITERATIONS = 16;
/** The estimate is the mean of the last ones: the rate of an oscillation is not the same in all directions. */
const AVERAGED = 4;

/**
 * An estimate of the fastest rate |λ| of y' = f(t, y) near a state: the largest eigenvalue of ∂f/∂y in magnitude, by a
 * power iteration on differences of f (as in Sommeijer, Shampine & Verwer, RKC, 1998, doi 10.1016/S0377-0427(97)00219-7).
 * Perturbations are as large as the tolerated error. undefined if something is not finite.
 *
 * Costs 17 evaluations of f and as many reads, counted in `pass`.
 */
export function* dominantRate<A>(
  problem: Problem<A>,
  t: number,
  y: State<A>,
  pass: PassStatistics,
): Reading<number | undefined, A> {
  const { backend, dynamics, tolerances } = problem;
  const slope = inScope(problem, () => dynamics.evaluate(t, y));
  pass.evaluations++;
  let direction = backend.retain(slope);
  let norm = 1;
  const rates: Array<number> = [];
  try {
    for (let i = -1; i < ITERATIONS; i++) {
      if (i >= 0) {
        pass.evaluations++;
        const next = inScope(problem, () => {
          const moved = backend.linearCombination(y, 1 / norm, [1], [direction]);
          return backend.linearCombination(dynamics.evaluate(t, moved), -1, [1], [slope]);
        });
        backend.release(direction);
        direction = next;
      }
      const scalar = scalarInScope(problem, () => backend.errorNorm(direction, y, y, tolerances));
      norm = yield* readScalar(problem, scalar, pass);
      if (!Number.isFinite(norm) || norm === 0) return i > 0 && norm === 0 ? 0 : undefined;
      if (i >= 0) rates.push(norm);
    }
    const last = rates.slice(-AVERAGED);
    return Math.exp(last.reduce((sum, rate) => sum + Math.log(rate), 0) / last.length);
  } finally {
    backend.release(direction);
    backend.release(slope);
  }
}

function inScope<A>({ backend }: Problem<A>, body: () => State<A>): State<A> {
  backend.openScope();
  let survivors: ReadonlyArray<State<A>> = [];
  try {
    const state = body();
    survivors = [state];
    return state;
  } finally {
    backend.closeScope(survivors);
  }
}

function scalarInScope<A>({ backend }: Problem<A>, body: () => A | number): A | number {
  backend.openScope();
  let scalar: A | number = Number.NaN;
  try {
    scalar = body();
    return scalar;
  } finally {
    backend.closeScope(scalarStates(scalar));
  }
}
