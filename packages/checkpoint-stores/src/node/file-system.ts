import type * as fs from "node:fs";

/** The functions of `node:fs` that a file of pages uses. */
export type FileSystem = Pick<
  typeof fs,
  | "closeSync"
  | "fstatSync"
  | "ftruncateSync"
  | "openSync"
  | "read"
  | "readSync"
  | "unlinkSync"
  | "write"
  | "writeSync"
>;
