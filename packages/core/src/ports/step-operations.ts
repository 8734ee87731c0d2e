import type { PassStatistics } from "../steps/statistics.js";
import type { Tolerances } from "../steps/tolerances.js";
import type { ButcherTableau } from "../tableau/butcher-tableau.js";
import type { State } from "../trees/state.js";
import type { StepAttempt, StepRequest } from "./step-attempt.js";

/**
 * The operations of a step. `V` is the caller's representation of a state: a plain state, or one recorded on a tape.
 * Methods, the loop and replays share this interface.
 */
export interface StepOperations<V, A> {
  /** Counters of evaluations of f; methods should count the scalars that they read here too. */
  readonly pass: PassStatistics;
  /** Converts a state to a new value. */
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
  /** Another handle of a value, with the same values and the same place on a tape; its owner releases it by itself. */
  retain(value: V): V;
  /** The plain state of a value. */
  stateOf(value: V): State<A>;
  /** The plain states of values, with the same holes. */
  statesOf(values: ReadonlyArray<V>): ReadonlyArray<State<A>>;
  /** A rollback mark. */
  mark(): number;
  /** Rolls back to the mark after a rejection. */
  rollback(mark: number): void;
  /**
   * A whole step of an explicit Runge-Kutta method in one call, if the backend provides it; see `FusedSteps`.
   *
   * @param tolerances Those of the error estimate, if one is requested.
   */
  readonly attempt?:
    | ((
        tableau: ButcherTableau,
        request: StepRequest<V>,
        tolerances: Tolerances | undefined,
      ) => StepAttempt<V, A>)
    | undefined;
}
