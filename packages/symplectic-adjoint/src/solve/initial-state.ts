import { type Backend, InvalidArgumentError, type State } from "@symplectic-adjoint/core";

/** The original initial arrays of a solution. */
export interface InitialState<A> {
  /**
   * Throws if one of them was assigned to since. Other arrays cannot be checked.
   *
   * @throws InvalidArgumentError naming the array.
   */
  requireUnchanged(start: State<A>): void;
}

/** For immutable arrays: nothing to check. */
const UNWATCHED: InitialState<unknown> = { requireUnchanged() {} };

/** Takes a snapshot of the arrays of an initial state. Cheap: reads no values. */
export function snapshotInitialState<A>(
  y0: State<A>,
  backend: Pick<Backend<A>, "watch">,
): InitialState<A> {
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
            "received a y0 that was assigned to since the solve: the solution starts from its old value",
          remedy: "Solve again with the new value.",
        });
      }
    },
  };
}
