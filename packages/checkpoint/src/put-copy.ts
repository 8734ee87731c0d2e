import {
  type Backend,
  type CheckpointStore,
  isReading,
  type MaybeReading,
  type Reading,
  type State,
} from "@symplectic-adjoint/core";

/** Puts a retained copy of `state` into the store; the copy is released again if the store refuses it. */
export function putCopy<A>(
  store: CheckpointStore<A>,
  backend: Pick<Backend<A>, "retain" | "release">,
  step: number,
  state: State<A>,
): MaybeReading<void, A> {
  const copy = backend.retain(state);
  try {
    const answer = store.put(step, copy);
    return isReading(answer) ? putLater(answer, backend, copy) : undefined;
  } catch (error) {
    backend.release(copy);
    throw error;
  }
}

function* putLater<A>(
  put: Reading<void, A>,
  backend: Pick<Backend<A>, "release">,
  copy: State<A>,
): Reading<void, A> {
  let stored = false;
  try {
    yield* put;
    stored = true;
  } finally {
    // The store failed, or the computation was given up while it was at work.
    if (!stored) backend.release(copy);
  }
}
