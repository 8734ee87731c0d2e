import type { ForwardPass, Problem, State } from "@symplectic-adjoint/core";
import { type EventArrays, eventArrays } from "./event-arrays.js";
import { entriesOf, type OutputEntries, stackOutputs } from "./output-entries.js";
import { releasePass } from "./release-pass.js";

/** The arrays of a solution. */
export interface SolutionArrays<A> {
  readonly ys: State<A>;
  readonly entries: OutputEntries;
  readonly events: EventArrays<A> | undefined;
}

/** The arrays of a solution, retained for its lifetime. Releases the pass on errors. */
export function arraysOf<A>(
  { backend, events, y0 }: Problem<A>,
  pass: ForwardPass<A>,
  saveStart: boolean | undefined,
): SolutionArrays<A> {
  const entries = entriesOf(pass, saveStart);
  let stacked = false;
  try {
    backend.openScope();
    try {
      stacked = true;
      const ys = stackOutputs(backend, pass.outputs, entries);
      if (events === undefined) return { ys: backend.retain(ys), entries, events };
      const found = eventArrays(backend, events.found, y0);
      const made = backend.retain([...ys, found.times, ...found.states]);
      const [times, ...states] = made.slice(ys.length);
      return {
        ys: made.slice(0, ys.length),
        entries,
        events: { times: times as A, states, count: found.count },
      };
    } finally {
      backend.closeScope([]);
    }
  } catch (error) {
    releasePass(pass, backend, stacked ? [] : pass.outputs);
    throw error;
  }
}

/** The times of the rows of a solution. */
export function timesOf<A>(
  { times }: Problem<A>,
  { outputTimes }: ForwardPass<A>,
  { count, skipsFirst }: OutputEntries,
): ReadonlyArray<number> {
  return (outputTimes ?? times).slice(skipsFirst ? 1 : 0, count);
}
