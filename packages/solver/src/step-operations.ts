import type { Dynamics, PassStatistics, Problem, State } from "@symplectic-adjoint/core";

/**
 * What a Runge-Kutta step is made of. `V` is a value in whatever guise the caller gives it: a bare state, or one that
 * a tape knows. The loop and the replay of steps are written once over this.
 */
export interface StepOperations<V, A> {
  begin(y0: State<A>): V;
  evaluate(t: number, y: V): V;
  linearCombination(
    base: V,
    scale: number,
    weights: ReadonlyArray<number>,
    terms: ReadonlyArray<V>,
  ): V;
  stateOf(value: V): State<A>;
  statesOf(values: ReadonlyArray<V>): ReadonlyArray<State<A>>;
  /** A place to come back to. */
  mark(): number;
  /** Forgets what was done since the mark: the step was rejected. */
  rollback(mark: number): void;
}

/** Steps over bare states: nothing is recorded. Evaluations are counted in `pass`. */
export function plainOperations<A>(
  problem: Pick<Problem<A>, "backend" | "dynamics">,
  pass: PassStatistics,
): StepOperations<State<A>, A> {
  const { backend } = problem;
  const dynamics: Dynamics<A> = problem.dynamics;
  return {
    begin: (y0) => backend.retain(y0),
    evaluate(t, y) {
      pass.evaluations++;
      return dynamics.evaluate(t, y);
    },
    linearCombination: (base, scale, weights, terms) =>
      backend.linearCombination(base, scale, weights, terms),
    stateOf: (value) => value,
    statesOf: (values) => values,
    mark: () => 0,
    rollback: () => {},
  };
}
