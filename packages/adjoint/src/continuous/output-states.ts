import type { Backend, State } from "@symplectic-adjoint/core";

/** Single states of a list in which several may be stacked. One entry is unstacked at a time. */
export interface OutputStates<A> {
  /** Borrowed until another entry is asked for. */
  at(place: number): State<A> | undefined;
  /** Frees what was unstacked. */
  release(): void;
}

/** The entry and the row of each state. */
export interface OutputPlace {
  readonly entry: number;
  readonly row: number;
}

/** Where the states of `count` entries are. */
export function placesOf(
  count: number,
  rows: ReadonlyArray<number | undefined> | undefined,
): ReadonlyArray<OutputPlace> {
  return Array.from({ length: count }, (_, entry) =>
    Array.from({ length: rows?.[entry] ?? 1 }, (__, row) => ({ entry, row })),
  ).flat();
}

export function outputStates<A>(
  backend: Backend<A>,
  entries: ReadonlyArray<State<A> | undefined>,
  rows: ReadonlyArray<number | undefined> | undefined,
  places: ReadonlyArray<OutputPlace>,
): OutputStates<A> {
  let unstacked: ReadonlyArray<State<A>> = [];
  let of = -1;
  const release = () => {
    for (const state of unstacked) backend.release(state);
    unstacked = [];
    of = -1;
  };
  return {
    at(place) {
      const { entry, row } = places[place] as OutputPlace;
      const state = entries[entry];
      const count = rows?.[entry];
      if (state === undefined || count === undefined) return state;
      if (of !== entry) {
        release();
        unstacked = separate(backend, state, count);
        of = entry;
      }
      return unstacked[row];
    },
    release,
  };
}

/** The rows of a state as handles that no scope frees. */
function separate<A>(backend: Backend<A>, stacked: State<A>, count: number) {
  const kept: Array<State<A>> = [];
  let finished = false;
  backend.openScope();
  try {
    for (const row of backend.unstack(stacked, count)) kept.push(backend.retain(row));
    finished = true;
    return kept;
  } finally {
    backend.closeScope([]);
    if (!finished) for (const row of kept) backend.release(row);
  }
}
