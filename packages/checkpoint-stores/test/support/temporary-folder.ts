import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder for the tests of one file, removed after them. To be called at the top of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "checkpoint-stores-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Files in a folder that this process has open, deleted ones included. Empty where the system does not tell. */
export function openFilesIn(folder: string): ReadonlyArray<string> {
  return descriptors().filter((path) => path.startsWith(folder));
}

function descriptors(): Array<string> {
  try {
    return readdirSync("/proc/self/fd").flatMap((name) => {
      try {
        return [readlinkSync(`/proc/self/fd/${name}`)];
      } catch {
        // The one that lists the folder.
        return [];
      }
    });
  } catch {
    return [];
  }
}
