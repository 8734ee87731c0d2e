import { RecordFault } from "../record-storage.js";

const FEWER =
  "Free space there, pass another folder, or store fewer checkpoints with another schedule; then solve again.";

/** The fault that an error of the file system becomes. */
export function fileFault(action: "written" | "read", folder: string, error: unknown): RecordFault {
  if (error instanceof RecordFault) return error;
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  const cannot = `could not be ${action}`;
  switch (code) {
    case "ENOSPC":
      return new RecordFault(`${cannot}: the disk of ${folder} is full`, FEWER, error);
    case "EDQUOT":
      return new RecordFault(`${cannot}: the disk quota of ${folder} is used up`, FEWER, error);
    case "EFBIG":
      return new RecordFault(
        `${cannot}: the file would be larger than the disk of ${folder} allows`,
        "Pass another folder, or store fewer checkpoints with another schedule.",
        error,
      );
    default:
      return new RecordFault(
        `${cannot}: ${message ?? String(error)}`,
        `Check that the folder ${folder} exists and is writable, or pass another one; then solve again.`,
        error,
      );
  }
}

/** The fault of a file that is not as it was written. */
export function changedFile(folder: string, how: "deleted" | "truncated"): RecordFault {
  return new RecordFault(
    `could not be read: its file was ${how}`,
    `Keep other programs out of ${folder}, or pass a folder that is not cleaned meanwhile; then solve again.`,
  );
}
