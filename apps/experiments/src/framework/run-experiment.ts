import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type {
  Experiment,
  ExperimentOptions,
  ExperimentReport,
  Part,
  PartContext,
} from "./experiment.js";
import type { ProgressBar } from "./progress-bar.js";

/** Where and how an experiment runs. */
export interface RunOptions extends ExperimentOptions {
  /** Folder for what is needed to resume. */
  readonly folder: string;
  /** Whether to go on from what an earlier run left there; otherwise that is deleted. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
  readonly bar: ProgressBar;
}

/** A report, and whether all parts ran to their end. */
export interface FinishedRun {
  readonly report: ExperimentReport;
  readonly complete: boolean;
  /** Names of the parts that ran to their end, in this run or before. */
  readonly done: ReadonlyArray<string>;
}

/**
 * Runs the parts of an experiment in their order. The result of each is on disk as soon as it has ended; after Ctrl-C the
 * report is about what there is. Returns undefined if that is nothing.
 */
export async function runExperiment(
  name: string,
  experiment: Experiment,
  { folder, resume, signal, bar, quick, compile }: RunOptions,
): Promise<FinishedRun | undefined> {
  const store = join(folder, quick ? `${name}.quick` : name);
  if (!resume) await rm(store, { recursive: true, force: true });
  await mkdir(store, { recursive: true });

  const parts = experiment.plan({ quick, compile });
  const results = await readResults(store, parts);
  const done = [...results.keys()];
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  let before = 0;
  for (const part of parts) {
    if (!results.has(part.name) && !signal.aborted) {
      // Yields so that Ctrl-C is handled: most engines compute synchronously.
      await setImmediate();
      const file = join(store, `${fileName(part.name)}.bin`);
      const progress = progressOf(part, before, total, bar);
      const context = { quick, compile, signal, file, progress };
      const { result, complete } = await part.run(context);
      results.set(part.name, result);
      if (complete) {
        done.push(part.name);
        await writeWhole(join(store, `${fileName(part.name)}.json`), JSON.stringify(result));
      }
    }
    before += part.weight;
    if (!signal.aborted) bar.update(before / total, part.name);
  }
  bar.stop();
  if (results.size === 0) return undefined;
  const report = experiment.report(results, { quick, compile });
  return { report, complete: done.length === parts.length, done };
}

function progressOf(
  { name, weight }: Part<unknown>,
  before: number,
  total: number,
  bar: ProgressBar,
): PartContext["progress"] {
  return (fraction, text = "") => bar.update((before + weight * fraction) / total, name, text);
}

async function readResults(
  store: string,
  parts: ReadonlyArray<Part<unknown>>,
): Promise<Map<string, unknown>> {
  const results = new Map<string, unknown>();
  for (const { name } of parts) {
    const text = await readFile(join(store, `${fileName(name)}.json`), "utf8").catch(() => "");
    if (text !== "") results.set(name, JSON.parse(text));
  }
  return results;
}

/** A file is the old or the new one, whatever happens while it is written. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.tmp`, text);
  await rename(`${path}.tmp`, path);
}

function fileName(part: string): string {
  return part.replaceAll(/[^\w.-]+/g, "-");
}
