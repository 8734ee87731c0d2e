import type { Backend, ReadCounts, Reading, State } from "@symplectic-adjoint/core";
import { holdsFinite } from "../reading/holds-finite.js";

/**
 * The index of the first non-finite output, or undefined. Checks the last output first: NaN and infinity persist in a
 * state to which only increments are added, so a finite last output implies that all are finite.
 */
export function* findFirstNonFinite<A>(
  backend: Backend<A>,
  outputs: ReadonlyArray<State<A>>,
  counts?: ReadCounts,
): Reading<number | undefined, A> {
  const last = outputs[outputs.length - 1] as State<A>;
  if (yield* holdsFinite(backend, last, counts)) return undefined;
  for (let i = 0; i < outputs.length; i++) {
    if (!(yield* holdsFinite(backend, outputs[i] as State<A>, counts))) return i;
  }
  return undefined;
}
