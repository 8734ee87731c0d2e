import type { Backend, State, StepLoad } from "@symplectic-adjoint/core";

/** A cotangent of a value that is a linear combination of the start of a step and of its slopes. */
export interface LinearCotangent<A> {
  /** The weight of the start. */
  readonly base: number;
  /** The weights of the slopes, without the factor h. */
  readonly weights: ReadonlyArray<number>;
  readonly cotangent: State<A>;
}

/** Adds up cotangents of values within a step. */
export interface LoadBuilder<A> {
  readonly isEmpty: boolean;
  /** Adds one; it is borrowed until the load is finished. */
  add(cotangent: LinearCotangent<A>): void;
  /**
   * Adds those of several states y + h Σ_j w_j slope_j.
   *
   * @param stacked The cotangents, as rows. Their sums belong to the open scope.
   * @param weights The weights of the slopes, one list per row.
   */
  addRows(stacked: State<A>, weights: ReadonlyArray<ReadonlyArray<number>>): void;
  /** The load. Its arrays belong to the open scope. */
  finish(): StepLoad<A>;
}

/** An empty load of a step with this many slopes. */
export function loadBuilder<A>(backend: Backend<A>, slopes: number): LoadBuilder<A> {
  const terms: Array<LinearCotangent<A>> = [];
  const combined = (weightOf: (term: LinearCotangent<A>) => number): State<A> | undefined => {
    const used = terms.filter((term) => weightOf(term) !== 0);
    if (used.length === 0) return undefined;
    const states = used.map(({ cotangent }) => cotangent);
    return backend.linearCombination(undefined, 1, used.map(weightOf), states);
  };
  return {
    get isEmpty() {
      return terms.length === 0;
    },
    add: (term) => void terms.push(term),
    addRows(stacked, weights) {
      // Slopes that no row depends on are left out: zeros would cost a VJP.
      const columns = Array.from({ length: slopes }, (_, j) => j).filter((j) =>
        weights.some((row) => (row[j] ?? 0) !== 0),
      );
      const transposed = columns.map((j) => weights.map((row) => row[j] ?? 0));
      const ones = weights.map(() => 1);
      const [start, ...sums] = backend.sumRows(stacked, [ones, ...transposed]);
      terms.push({ base: 1, weights: [], cotangent: start as State<A> });
      sums.forEach((cotangent, i) => {
        const unit = new Array<number>(slopes).fill(0);
        unit[columns[i] as number] = 1;
        terms.push({ base: 0, weights: unit, cotangent });
      });
    },
    finish: () => ({
      start: combined(({ base }) => base),
      slopes: Array.from({ length: slopes }, (_, j) => combined(({ weights }) => weights[j] ?? 0)),
    }),
  };
}
