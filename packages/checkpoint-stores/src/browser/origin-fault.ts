import { RecordFault } from "../record-storage.js";

/** The fault that an error of the browser's storage becomes. */
export function originFault(action: "written" | "read", error: unknown): RecordFault {
  if (error instanceof RecordFault) return error;
  const { name, message } = (error ?? {}) as { readonly name?: string; readonly message?: string };
  const cannot = `could not be ${action}`;
  if (name === "QuotaExceededError") {
    return new RecordFault(
      `${cannot}: the storage quota of this origin is used up`,
      "Free storage of this origin, or store fewer checkpoints with another schedule; then solve again.",
      error,
    );
  }
  if (name === "NotFoundError") return missingPage(error);
  return new RecordFault(
    `${cannot}: ${message ?? String(error)}`,
    "Allow this page to store data, or write store: hostStore; then solve again.",
    error,
  );
}

/** The fault of a page that is gone. */
export function missingPage(cause?: unknown): RecordFault {
  return new RecordFault(
    "could not be read: its file was deleted",
    "Do not clear the storage of this origin during a solve; solve again.",
    cause,
  );
}

/** The fault of a page of another length than was written. */
export function truncatedPage(): RecordFault {
  return new RecordFault(
    "could not be read: its file was truncated",
    "Do not change the storage of this origin during a solve; solve again.",
  );
}
