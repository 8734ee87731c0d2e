import type { Backend, CheckpointStore } from "@symplectic-adjoint/core";

/**
 * Bytes of all values in a store. It gets every checkpoint, so it is meant for reports, not for hot loops; arrays that
 * share their values with others are counted in full.
 *
 * @example
 * storeBytes(store, backend); // 10 checkpoints of 32 float32 numbers: 1280
 */
export function storeBytes<A>(
  store: CheckpointStore<A>,
  backend: Pick<Backend<A>, "bytes">,
): number {
  let total = 0;
  for (const step of store.steps()) {
    for (const leaf of store.get(step)) total += backend.bytes(leaf);
  }
  return total;
}
