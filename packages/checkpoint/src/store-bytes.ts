import {
  type Backend,
  type CheckpointStore,
  InvalidArgumentError,
  isReading,
} from "@symplectic-adjoint/core";
import { bytesOf } from "./bytes-of.js";

/**
 * Bytes of all values in a store. It reads every checkpoint, so it is intended for reports, not for hot loops; arrays
 * that share memory are counted in full.
 *
 * @throws InvalidArgumentError for a store that has to wait.
 * @example
 * storeBytes(store, backend); // 10 checkpoints of 32 float32 numbers: 1280
 */
export function storeBytes<A>(
  store: CheckpointStore<A>,
  backend: Pick<Backend<A>, "bytes">,
): number {
  let total = 0;
  for (const step of store.steps()) {
    const state = store.get(step);
    if (isReading(state)) {
      throw new InvalidArgumentError({
        argument: "store",
        value: store.name,
        problem: "has to wait for its checkpoints",
        remedy: "Count the bytes in the store itself.",
      });
    }
    total += bytesOf(state, backend);
  }
  return total;
}
