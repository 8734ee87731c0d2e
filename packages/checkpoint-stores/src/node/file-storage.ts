import * as nodeFs from "node:fs";
import { checkOptions, must, type Requirement, required } from "@symplectic-adjoint/core";
import { pagedStorage } from "../pages/paged-storage.js";
import type { RecordStorage } from "../record-storage.js";
import { removeLeftovers } from "./leftovers.js";
import { PageFile } from "./page-file.js";

/** Options of a {@link fileStorage}. */
export interface FileStorageOptions {
  /** An existing folder, on a disk with space for the checkpoints. On many systems `/tmp` is memory. */
  readonly folder: string;
}

/** The folder of checkpoints. */
export const folderRequirement: Requirement = required(
  must(
    (value) =>
      typeof value === "string" &&
      nodeFs.statSync(value, { throwIfNoEntry: false })?.isDirectory() === true,
    "must be an existing folder",
    'Create it first: folder: "/var/tmp".',
  ),
);

/**
 * Keeps records in one file, which is extended in advance, written in the background, and read ahead. It is removed by
 * `clear` and when the process exits; what a killed process left in the folder is removed by the next `fileStorage` there.
 * Any number of storages and processes can use a folder at the same time.
 *
 * @throws InvalidArgumentError if the folder does not exist.
 */
export function fileStorage(options: FileStorageOptions): RecordStorage<number> {
  checkOptions("fileStorage", options, { folder: folderRequirement });
  const { folder } = options;
  removeLeftovers(folder);
  return pagedStorage({
    name: `file in ${folder}`,
    open: () => new PageFile(nodeFs, folder),
    synchronous: true,
  });
}
