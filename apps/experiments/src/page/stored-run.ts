import { existsSync, readFileSync } from "node:fs";
import type { StoredRun } from "./fill-page.js";

const RESULTS = new URL("../../results/", import.meta.url);

/** The page that tells the results. */
export const PAGE: URL = new URL("../../../../docs/experiments.md", import.meta.url);

/** The stored full run of an experiment. */
export function storedRun(name: string): StoredRun | undefined {
  const file = new URL(`${name}.json`, RESULTS);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as StoredRun) : undefined;
}
