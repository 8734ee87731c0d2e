import type { Backend, State, StateFunction } from "@symplectic-adjoint/core";
import { outputStates, placesOf } from "./output-states.js";

/** What is saved of the states at the outputs, one by one; retained. */
export function savedOutputs<A>(
  backend: Backend<A>,
  save: StateFunction<A>,
  entries: ReadonlyArray<State<A>>,
  rows: ReadonlyArray<number | undefined> | undefined,
  times: ReadonlyArray<number>,
): ReadonlyArray<State<A>> {
  const places = placesOf(entries.length, rows);
  const states = outputStates(backend, entries, rows, places);
  const saved: Array<State<A>> = [];
  let finished = false;
  try {
    places.forEach((_, place) => {
      backend.openScope();
      try {
        // It may be a part of the state.
        const value = save.evaluate(times[place] as number, states.at(place) as State<A>);
        saved.push(backend.retain(value));
      } finally {
        backend.closeScope([]);
      }
    });
    finished = true;
    return saved;
  } finally {
    states.release();
    if (!finished) for (const state of saved) backend.release(state);
  }
}
