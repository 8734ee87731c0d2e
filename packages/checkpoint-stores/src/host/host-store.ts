import type { Backend } from "@symplectic-adjoint/core";
import { type RecordStore, recordStore } from "../record-store.js";
import { hostMemory } from "./host-memory.js";

/**
 * Stores checkpoints in host memory: off the device of WebGPU and WebGL, in full precision. On engines that compute in
 * host memory it takes as much memory as `memoryStore`, and more time.
 *
 * @example
 * const solution = await solveAsync(f, y0, [0, 1], { adjoint: symplecticAdjoint({ store: hostStore }) });
 */
export function hostStore<A>(backend: Backend<A>): RecordStore<A> {
  return recordStore(backend, hostMemory());
}
