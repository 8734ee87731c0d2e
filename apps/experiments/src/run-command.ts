import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { renderText } from "@symplectic-adjoint/benchmarks/report/render-table";
import { writeResults } from "@symplectic-adjoint/benchmarks/report/write-results";
import { compiled } from "@symplectic-adjoint/compile";
import type { CommandLine } from "./command-line.js";
import { experiments } from "./experiments.js";
import type { ExperimentReport } from "./framework/experiment.js";
import { progressBar } from "./framework/progress-bar.js";
import { runExperiment } from "./framework/run-experiment.js";
import { questions } from "./questions.js";
import { useEngine } from "./solving/use-engine.js";

const RESULTS = new URL("../results/", import.meta.url);

/** Runs an experiment, prints its tables and writes its figures and pictures. Returns whether there are any. */
export async function runCommand(line: CommandLine, signal: AbortSignal): Promise<boolean> {
  const { name, quick, resume, interpret, out } = line;
  const experiment = await (experiments[name] as (typeof experiments)[string])();
  const engine = await useEngine(line.engine ?? experiment.engine);
  console.log(`${questions[name]}; on ${engine.name}${quick ? ", reduced sizes" : ""}`);
  const bar = progressBar(process.stdout);
  const run = await runExperiment(name, experiment, {
    ...{ quick, resume, signal, bar, compile: interpret ? undefined : compiled },
    folder: join(out, "parts"),
  });
  if (run === undefined) return false;
  const { report, complete } = run;
  for (const table of report.tables) console.log(`\n${renderText(table)}`);
  for (const failure of report.failures) console.error(`\n${failure}`);
  if (report.failures.length > 0) process.exitCode = 1;
  const store = !quick && complete;
  const folder = store ? RESULTS : pathToFileURL(`${join(out, quick ? "quick" : "incomplete")}/`);
  await write(folder, name, report, engine);
  console.log(
    `\nWrote ${name}.json and ${Object.keys(report.pictures).length} pictures to ${folder.pathname}`,
  );
  if (!complete) console.log("Not complete: --resume goes on from here.");
  return true;
}

async function write(
  folder: URL,
  name: string,
  { tables, pictures, figures }: ExperimentReport,
  engine: Awaited<ReturnType<typeof useEngine>>,
): Promise<void> {
  await writeResults(folder, name, undefined, questions[name] as string, {
    engine,
    tables,
    figures,
  });
  await mkdir(folder, { recursive: true });
  for (const [picture, svg] of Object.entries(pictures))
    await writeFile(new URL(`${name}-${picture}.svg`, folder), svg);
}
