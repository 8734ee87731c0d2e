import { type Backend, InvalidArgumentError, type State } from "@symplectic-adjoint/core";

/** Where a solution starts from: the very arrays that were handed over. */
export interface Origin<A> {
  /**
   * Refuses arrays that are no longer what was solved from. Of others than those handed over nothing is known.
   *
   * @throws InvalidArgumentError for one of them that was assigned to since.
   */
  requireUnchanged(start: State<A>): void;
}

/** Where nothing can be assigned to: there is no value to remember. */
const UNWATCHED: Origin<unknown> = { requireUnchanged() {} };

/** Remembers the arrays of an initial state as they are now. Costs nothing to speak of: no values are read. */
export function originOf<A>(y0: State<A>, backend: Pick<Backend<A>, "watch">): Origin<A> {
  const { watch } = backend;
  if (watch === undefined) return UNWATCHED;
  const watched = new Map(y0.map((leaf) => [leaf, watch.call(backend, [leaf])]));
  return {
    requireUnchanged(start) {
      for (const leaf of start) {
        if (watched.get(leaf)?.() === undefined) continue;
        throw new InvalidArgumentError({
          argument: "differentiable(y0)",
          value: leaf,
          problem:
            "was given a y0 that was assigned to since: the solution starts from its old value",
          remedy: "Solve again from the new value.",
        });
      }
    },
  };
}
