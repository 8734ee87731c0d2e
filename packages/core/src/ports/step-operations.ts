import type { PassStatistics } from "../steps/statistics.js";
import type { Tolerances } from "../steps/tolerances.js";
import type { ButcherTableau } from "../tableau/butcher-tableau.js";
import type { State } from "../trees/state.js";
import type { StepAttempt, StepRequest } from "./step-attempt.js";

/**
 * The operations that a step consists of. `V` is the caller's representation of a state: the bare state, or one that a
 * tape has recorded. Methods, the loop and the replay of steps are written once over this.
 */
export interface StepOperations<V, A> {
  /** Where evaluations of f are counted, and scalars that a method reads should be. */
  readonly pass: PassStatistics;
  /** A state as a value of its own. */
  begin(y0: State<A>): V;
  /** f(t, y). */
  evaluate(t: number, y: V): V;
  /** base + scale · Σ_j weights_j · terms_j; terms of weight zero may be holes. */
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
  /** A position of the tape to roll back to. */
  mark(): number;
  /** Forgets what was recorded since the mark: the step was rejected. */
  rollback(mark: number): void;
  /**
   * A whole step of an explicit Runge-Kutta method in one call, where the backend offers it; see `FusedSteps`.
   *
   * @param tolerances Those of the error estimate, if one is wanted.
   */
  readonly attempt?:
    | ((
        tableau: ButcherTableau,
        request: StepRequest<V>,
        tolerances: Tolerances | undefined,
      ) => StepAttempt<V, A>)
    | undefined;
}
