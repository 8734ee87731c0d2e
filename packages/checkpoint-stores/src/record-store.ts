import {
  awaited,
  type Backend,
  type CheckpointStore,
  checkOptions,
  checkValue,
  type MaybeReading,
  type Reading,
  ReleasedError,
  type State,
} from "@symplectic-adjoint/core";
import { checkpointFault } from "./checkpoint-fault.js";
import { exact } from "./codecs/exact.js";
import { type PendingReads, pendingReads } from "./pending-reads.js";
import { decodeRecord } from "./record/decode-record.js";
import { encodeRecord } from "./record/encode-record.js";
import type { HostLeaf } from "./record/record-layout.js";
import { codecContract, type RecordCodec } from "./record-codec.js";
import { recordBackendRequirement, recordStorageRequirement } from "./record-parts.js";
import type { RecordStorage } from "./record-storage.js";
import { StepTable } from "./step-table.js";

/** The part of a backend that a {@link recordStore} uses. */
export type RecordBackend<A> = Pick<
  Backend<A>,
  "readsSynchronously" | "shape" | "fromHost" | "toHost" | "toHostSync" | "retain" | "release"
>;

/** Options of a {@link recordStore}. */
export interface RecordStoreOptions {
  /** How values become bytes. Default `exact`. */
  readonly codec?: RecordCodec | undefined;
}

/** A store of records. */
export interface RecordStore<A> extends CheckpointStore<A> {
  /** Whether states come back bitwise as they were. */
  readonly exact: boolean;
}

/** Entry of a step whose state is still being read from the device. */
const PENDING: unique symbol = Symbol("pending");

/** Bytes of a record besides its values, for an array of rank 2. */
const OVERHEAD = 40;

/**
 * Stores checkpoints as records of bytes, with a checksum, in host memory, in files, or wherever a storage keeps them.
 * It answers synchronously if the backend reads synchronously and the storage can. Otherwise `put` reads the state from
 * the device while the solve goes on; only a few reads, and a bounded queue of writes, are outstanding at a time.
 *
 * @throws CheckpointError from `put` and `get` if a record cannot be written or read, or is not bitwise what was written.
 * @example
 * symplecticAdjoint({ store: (backend) => recordStore(backend, hostMemory(), { codec: half }) });
 */
export function recordStore<A, H>(
  backend: RecordBackend<A>,
  storage: RecordStorage<H>,
  options: RecordStoreOptions = {},
): RecordStore<A> {
  checkValue("backend", backend, recordBackendRequirement);
  checkValue("storage", storage, recordStorageRequirement);
  checkOptions("recordStore", options, { codec: codecContract });
  const { codec = exact } = options;
  const name = codec === exact ? storage.name : `${storage.name}, ${codec.name}`;
  const table = new StepTable<H | typeof PENDING>();
  const reads: PendingReads<A> = pendingReads(backend);
  let lent: { readonly step: number; readonly state: State<A> } | undefined;
  /** The first failure of work that nobody waited for. */
  let failed: { readonly step: number; readonly failure: unknown } | undefined;

  function requireIntact(): void {
    if (failed !== undefined) throw checkpointFault(name, failed.step, "stored", failed.failure);
  }

  function set(step: number, entry: H | typeof PENDING): void {
    const before = table.set(step, entry);
    if (before !== undefined && before !== PENDING) storage.remove(before);
  }

  function write(step: number, leaves: ReadonlyArray<HostLeaf>): void {
    const { length, fill } = encodeRecord(step, leaves, codec);
    set(step, storage.write(length, fill));
  }

  function put(step: number, state: State<A>): MaybeReading<void, A> {
    requireIntact();
    if (!backend.readsSynchronously) return putLater(step, state);
    reads.drop(step);
    const leaves = state.map((leaf) => ({
      values: backend.toHostSync(leaf),
      shape: backend.shape(leaf),
    }));
    try {
      write(step, leaves);
      storage.drain?.();
      const backlog = storage.backlog?.();
      return backlog && waitFor(step, backlog);
    } catch (failure) {
      throw checkpointFault(name, step, "stored", failure);
    }
  }

  function putLater(step: number, state: State<A>): MaybeReading<void, A> {
    reads.begin(step, state, (result) => {
      try {
        if ("failure" in result) throw result.failure;
        write(step, result.leaves);
      } catch (failure) {
        failed ??= { step, failure };
      }
    });
    set(step, PENDING);
    return reads.full || isBehind() ? catchUp(step) : undefined;
  }

  function isBehind(): boolean {
    try {
      const backlog = storage.backlog?.();
      // It is asked for again, and awaited, by whoever catches up.
      backlog?.then(undefined, () => {});
      return backlog !== undefined;
    } catch {
      return true;
    }
  }

  function* catchUp(step: number): Reading<void, A> {
    while (reads.full) yield* awaited(reads.oldest());
    requireIntact();
    let backlog: PromiseLike<void> | undefined;
    try {
      backlog = storage.backlog?.();
    } catch (failure) {
      throw checkpointFault(name, step, "stored", failure);
    }
    if (backlog !== undefined) yield* waitFor(step, backlog);
  }

  function* waitFor(step: number, backlog: PromiseLike<void>): Reading<void, A> {
    try {
      yield* awaited(backlog);
    } catch (failure) {
      throw checkpointFault(name, step, "stored", failure);
    }
  }

  function get(step: number): MaybeReading<State<A>, A> {
    requireIntact();
    const entry = table.get(step);
    if (entry === undefined) throw notStored(step, table.size);
    // It is still on the device.
    if (entry === PENDING) return lend(step, reads.stateOf(step));
    const bytes = reading(step, () =>
      backend.readsSynchronously && storage.readNow !== undefined
        ? storage.readNow(entry)
        : storage.read(entry),
    );
    return "then" in bytes ? getLater(step, entry, bytes) : upload(step, bytes);
  }

  function* getLater(
    step: number,
    entry: H,
    promise: PromiseLike<Uint8Array>,
  ): Reading<State<A>, A> {
    let bytes: Uint8Array;
    try {
      bytes = yield* awaited(promise);
    } catch (failure) {
      throw released(step, entry) ?? checkpointFault(name, step, "read", failure);
    }
    const error = released(step, entry);
    if (error !== undefined) throw error;
    return upload(step, bytes);
  }

  /** The error of a checkpoint that was removed while it was being read. */
  function released(step: number, entry: H): ReleasedError | undefined {
    return table.get(step) === entry ? undefined : notStored(step, table.size);
  }

  function reading<T>(step: number, body: () => T): T {
    try {
      return body();
    } catch (failure) {
      throw checkpointFault(name, step, "read", failure);
    }
  }

  function upload(step: number, bytes: Uint8Array): State<A> {
    const leaves = reading(step, () => decodeRecord(bytes, step, codec));
    const made: Array<A> = [];
    try {
      for (const { values, shape } of leaves) made.push(backend.fromHost(values, shape));
      return lend(step, made);
    } finally {
      backend.release(made);
    }
  }

  /** Hands out handles of a state that no scope frees. */
  function lend(step: number, state: State<A>): State<A> {
    takeBack();
    const handles = backend.retain(state);
    lent = { step, state: handles };
    return handles;
  }

  function takeBack(): void {
    const before = lent;
    lent = undefined;
    if (before !== undefined) backend.release(before.state);
  }

  function remove(step: number): void {
    const entry = table.delete(step);
    if (entry === undefined) return;
    if (entry === PENDING) reads.drop(step);
    else storage.remove(entry);
    if (lent?.step === step) takeBack();
  }

  function clear(): void {
    failed = undefined;
    table.clear();
    reads.dropAll();
    try {
      takeBack();
    } finally {
      storage.clear();
    }
  }

  return Object.freeze({
    name,
    exact: codec.exact,
    put,
    get,
    remove,
    clear,
    steps: () => table.steps,
    prefetch(step: number) {
      const entry = table.get(step);
      if (entry !== undefined && entry !== PENDING) storage.prefetch?.(entry);
    },
    residentBytes(bytes: number) {
      const record = Math.ceil(bytes * (codec.ratio ?? 1)) + OVERHEAD;
      return storage.residentBytes?.(record) ?? record;
    },
  });
}

function notStored(step: number, others: number): ReleasedError {
  return new ReleasedError({
    argument: `The checkpoint of step ${step}`,
    problem: `is not in the store, which contains ${others === 0 ? "none" : `those of ${others} other steps`}`,
    remedy:
      "An earlier backward pass may have dropped it: keep checkpoints to run several, or solve again.",
  });
}
