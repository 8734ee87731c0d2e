import type { Backend, FoundEvent, FoundEventCotangents, State } from "@symplectic-adjoint/core";

/** The events that a solve found, as arrays. */
export interface EventArrays<A> {
  /** Their times, one-dimensional. */
  readonly times: A;
  /** The states at the events, before a reset, along a new first axis. */
  readonly states: State<A>;
  readonly count: number;
}

/** The arrays of events. The open scope owns them, or the caller. */
export function eventArrays<A>(
  backend: Backend<A>,
  found: ReadonlyArray<FoundEvent<A>>,
  y0: State<A>,
): EventArrays<A> {
  const times = backend.fromHost(
    found.map(({ t }) => t),
    [found.length],
  );
  const states =
    found.length > 0
      ? backend.stack(found.map(({ state }) => state))
      : backend.sliceRows(backend.stack([y0]), 1, 0, 0);
  return { times, states, count: found.length };
}

/**
 * Cotangents of events, by index, from those of their arrays, created in the open scope.
 *
 * @param cotangents That of the times, then those of the states; undefined is zero.
 */
export function eventCotangents<A>(
  backend: Backend<A>,
  [times, ...states]: ReadonlyArray<A | undefined>,
  { count }: Pick<EventArrays<A>, "count">,
  y0: State<A>,
): ReadonlyArray<FoundEventCotangents<A>> | undefined {
  if (count === 0) return undefined;
  const hasStates = states.some((leaf) => leaf !== undefined);
  if (times === undefined && !hasStates) return undefined;
  const scalars = times === undefined ? [] : backend.unstack([times], count);
  const columns = states.map((leaf, i) =>
    leaf === undefined
      ? backend.zerosLike([y0[i] as A])
      : backend.unstack([leaf], count).map(([row]) => row as A),
  );
  return Array.from({ length: count }, (_, n) => ({
    time: scalars[n]?.[0],
    state: hasStates
      ? columns.map((column, i) => (states[i] === undefined ? column[0] : column[n]) as A)
      : undefined,
  }));
}
