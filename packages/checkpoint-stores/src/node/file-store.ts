import { type Backend, type CheckpointStore, checkOptions } from "@symplectic-adjoint/core";
import { codecContract } from "../record-codec.js";
import { type RecordStoreOptions, recordStore } from "../record-store.js";
import { type FileStorageOptions, fileStorage, folderRequirement } from "./file-storage.js";

/** Options of {@link fileStore}. */
export interface FileStoreOptions extends FileStorageOptions, RecordStoreOptions {}

/**
 * Makes stores that keep checkpoints in a file, in full precision unless a codec says otherwise: the option `store` of a
 * gradient strategy. Each solution has a file of its own, which is removed when the solution is disposed of.
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown or invalid, or the folder does not exist.
 * @example
 * const adjoint = symplecticAdjoint({ store: fileStore({ folder: "/var/tmp" }) });
 */
export function fileStore(
  options: FileStoreOptions,
): <A>(backend: Backend<A>) => CheckpointStore<A> {
  checkOptions("fileStore", options, { folder: folderRequirement, codec: codecContract });
  const { folder, codec } = options;
  return (backend) => recordStore(backend, fileStorage({ folder }), { codec });
}
