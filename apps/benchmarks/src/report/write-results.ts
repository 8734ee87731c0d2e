import { mkdir, writeFile } from "node:fs/promises";
import { commit } from "./commit.js";
import { machine } from "./machine.js";
import { versions } from "./versions.js";

/**
 * Stores the result of a benchmark, with machine, versions and commit, in `results/NAME.json` or
 * `results/NAME.LABEL.json`.
 */
export async function writeResults(
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
  const folder = new URL("../../results/", import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(
    new URL(`${label === undefined ? name : `${name}.${label}`}.json`, folder),
    `${JSON.stringify(results, undefined, 2)}\n`,
  );
}
