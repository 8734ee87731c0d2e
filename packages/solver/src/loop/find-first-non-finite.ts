import type { Backend, ReadCounts, Reading, State } from "@symplectic-adjoint/core";
import { holdsFinite } from "../reading/holds-finite.js";

/**
 * The index of the first output that is not finite, or undefined. Looks at the last one first: NaN and infinity stay
 * in a state that only ever has increments added to it, so a finite end vouches for all before it.
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
