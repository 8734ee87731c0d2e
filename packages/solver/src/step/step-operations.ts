import type {
  ButcherTableau,
  PassStatistics,
  Problem,
  State,
  StepResult,
  StepTrial,
} from "@symplectic-adjoint/core";

/**
 * What a Runge-Kutta step is made of. `V` is a value in whatever guise the caller gives it: a bare state, or one that
 * a tape knows. The loop and the replay of steps are written once over this.
 */
export interface StepOperations<V, A> {
  /** The initial state as a value of its own. */
  begin(y0: State<A>): V;
  /** f(t, y). */
  evaluate(t: number, y: V): V;
  /** base + scale · Σ_j weights_j · terms_j. */
  linearCombination(
    base: V,
    scale: number,
    weights: ReadonlyArray<number>,
    terms: ReadonlyArray<V>,
  ): V;
  /** The bare state of a value. */
  stateOf(value: V): State<A>;
  /** The bare states of values, holes where there are none. */
  statesOf(values: ReadonlyArray<V>): ReadonlyArray<State<A>>;
  /** A place to come back to. */
  mark(): number;
  /** Forgets what was done since the mark: the step was rejected. */
  rollback(mark: number): void;
  /** Tries a whole step at once, where that is to be had. */
  readonly attempt?:
    | ((tableau: ButcherTableau, trial: OperationTrial<V>) => OperationResult<V, A>)
    | undefined;
}

/** A step to try, over values of the operations; see `StepTrial`. */
export type OperationTrial<V> = Omit<StepTrial<never>, "y" | "k1"> & {
  readonly y: V;
  readonly k1: V | undefined;
};

/** What came of it; see `StepResult`. */
export interface OperationResult<V, A> extends Pick<StepResult<A>, "errorRatio"> {
  readonly k1: V;
  readonly next: V;
  readonly lastStage: V | undefined;
}

/** Steps over bare states: nothing is recorded. Evaluations are counted in `pass`. */
export function plainOperations<A>(
  problem: Pick<Problem<A>, "backend" | "dynamics">,
  pass: PassStatistics,
): StepOperations<State<A>, A> {
  const { backend, dynamics } = problem;
  const { kernels } = dynamics;
  const attempt =
    kernels &&
    ((tableau: ButcherTableau, trial: StepTrial<A>): StepResult<A> => {
      const every = trial.tolerances !== undefined;
      const stages = every ? tableau.stages : tableau.activeStages.length;
      const startsInactive = !every && tableau.activeStages[0] !== 0;
      pass.evaluations += stages - (trial.k1 === undefined ? 0 : 1) + (startsInactive ? 1 : 0);
      return kernels.attempt(tableau, trial);
    });
  return {
    attempt,
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
