import { type Backend, type CheckpointStore, checkOptions } from "@symplectic-adjoint/core";
import { codecContract } from "../record-codec.js";
import { type RecordStoreOptions, recordStore } from "../record-store.js";
import { originStorage } from "./origin-storage.js";

/**
 * Makes stores that keep checkpoints in the storage of the page's origin, in full precision unless a codec says otherwise:
 * the option `store` of a gradient strategy, for the …Async functions.
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown or invalid; in Node when a store is made.
 * @example
 * const solution = await solveAsync(f, y0, t, { adjoint: symplecticAdjoint({ store: originStore() }) });
 */
export function originStore(
  options: RecordStoreOptions = {},
): <A>(backend: Backend<A>) => CheckpointStore<A> {
  checkOptions("originStore", options, { codec: codecContract });
  const { codec } = options;
  return (backend) => recordStore(backend, originStorage(), { codec });
}
