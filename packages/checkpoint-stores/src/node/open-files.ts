import { unlinkSync } from "node:fs";

/** Files of stores that have not been cleared. */
const paths = new Set<string>();

/** Has a file removed when the process exits, unless it is forgotten before. */
export function rememberFile(path: string): void {
  if (paths.size === 0) process.on("exit", removeFiles);
  paths.add(path);
}

/** The file has been removed. */
export function forgetFile(path: string): void {
  if (paths.delete(path) && paths.size === 0) process.off("exit", removeFiles);
}

function removeFiles(): void {
  for (const path of paths) {
    try {
      unlinkSync(path);
    } catch {
      // Nothing can be done at exit; the next start tries again.
    }
  }
}
