import { mkdir, writeFile } from "node:fs/promises";
import { commit } from "./commit.js";
import { machine } from "./machine.js";
import { versions } from "./versions.js";

/**
 * Stores a result, with machine, versions and commit, as `NAME.json` or `NAME.LABEL.json` in a folder, which is created if
 * missing.
 */
export async function writeResults(
  folder: URL,
  name: string,
  label: string | undefined,
  question: string,
  figures: unknown,
): Promise<void> {
  const results = {
    name,
    question,
    date: new Date().toISOString(),
    machine: machine(),
    versions: versions(),
    commit: commit(),
    figures,
  };
  await mkdir(folder, { recursive: true });
  await writeFile(
    new URL(`${label === undefined ? name : `${name}.${label}`}.json`, folder),
    `${JSON.stringify(results, undefined, 2)}\n`,
  );
}
