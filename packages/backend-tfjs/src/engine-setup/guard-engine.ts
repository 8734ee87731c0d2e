import {
  checkValue,
  contract,
  EngineFailedError,
  type ErrorDetails,
  must,
  required,
} from "@symplectic-adjoint/core";
import type { DataId, KernelBackend } from "@tensorflow/tfjs-core";
import type { EngineOperations } from "../operations/engine-operations.js";

/** Reads the values of a tensor. */
type Read = KernelBackend["read"];

/** Detects the failures of an engine that fails silently: the only difference between the guards of such engines. */
export interface EngineWatch {
  /** The failure, if already known without waiting; otherwise undefined. */
  failure(): ErrorDetails | undefined;
  /** Whether the tensors of the engine are lost permanently. */
  isLost(): boolean;
  /**
   * Awaits a read of a tensor. If the engine fails during the read, it rejects, or `failure` returns the failure
   * afterwards.
   */
  read(dataId: DataId, read: Read): ReturnType<Read>;
  /** Called when the guard is removed. */
  stop?(): void;
}

/** A guard on an engine that fails silently. */
export interface EngineGuard {
  /** Wraps operations of the solver so that they throw if the engine has failed. */
  operations<T extends Partial<EngineOperations>>(operations: T): T;
  /** Removes the guard, unless the engine is lost: TensorFlow.js keeps asking a lost backend for its tensors. */
  remove(): void;
}

const BACKEND = required(
  must(
    (backend) =>
      typeof (backend as KernelBackend | null)?.read === "function" &&
      typeof (backend as KernelBackend).readSync === "function",
    "must be a backend of TensorFlow.js",
    "Write equip: (backend) => { const guard = guardEngine(backend, watch); … }.",
  ),
);
const WATCH = required(
  contract(
    "a watch on an engine",
    { failure: "function", isLost: "function", read: "function", stop: "function?" },
    "Write { failure, isLost, read }.",
  ),
);

/**
 * Makes every read of a tensor throw once the engine has failed, whether by the solver, `tensor.data()` or
 * `tensor.dataSync()`. An engine on a GPU may fail silently: TensorFlow.js would then return zeros or wait forever.
 *
 * @param watch Detects the failures. The reads throw an `EngineFailedError` with the details that `failure` returns.
 */
export function guardEngine(backend: KernelBackend, watch: EngineWatch): EngineGuard {
  checkValue("backend", backend, BACKEND);
  checkValue("watch", watch, WATCH);
  const check = (): void => {
    const failure = watch.failure();
    if (failure !== undefined) throw new EngineFailedError(failure);
  };
  const read = backend.read.bind(backend);
  const readSync = backend.readSync.bind(backend);
  backend.read = async (dataId) => {
    check();
    try {
      return await watch.read(dataId, read);
    } finally {
      // Replaces the result of the read.
      check();
    }
  };
  backend.readSync = (dataId) => {
    check();
    const values = readSync(dataId);
    check();
    return values;
  };
  return Object.freeze({
    operations: <T extends Partial<EngineOperations>>(operations: T): T =>
      guardOperations(operations, check) as T,
    remove: () => {
      if (watch.isLost()) return;
      watch.stop?.();
      // Restores the methods of the class.
      Reflect.deleteProperty(backend, "read");
      Reflect.deleteProperty(backend, "readSync");
    },
  });
}

function guardOperations(operations: object, check: () => void): object {
  const guarded = Object.entries(operations).map(([name, operation]) => [
    name,
    operation &&
      ((...args: ReadonlyArray<unknown>): unknown => {
        check();
        return operation(...args);
      }),
  ]);
  return Object.fromEntries(guarded);
}
