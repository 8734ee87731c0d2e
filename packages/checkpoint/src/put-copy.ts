import type { Backend, CheckpointStore, State } from "@symplectic-adjoint/core";

/** Puts a retained copy of `state` into the store; the copy is released again if the store refuses it. */
export function putCopy<A>(
  store: CheckpointStore<A>,
  backend: Pick<Backend<A>, "retain" | "release">,
  step: number,
  state: State<A>,
): void {
  const copy = backend.retain(state);
  try {
    store.put(step, copy);
  } catch (error) {
    backend.release(copy);
    throw error;
  }
}
