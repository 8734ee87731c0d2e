import { fileURLToPath } from "node:url";
import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import { withLibraryOf } from "../checkouts/with-library-of.js";
import { showProgress } from "../report/show-progress.js";
import type { Table } from "../report/table.js";
import { processChannel } from "../runners/process-channel.js";
import type { StepFile, StepFiles } from "./follow-steps.js";
import { type SolveName, solveNames } from "./solves.js";

/** How far the code of one step is spread over files. */
export const stepFiles: Benchmark = {
  question:
    "Which source files does one accepted adaptive step pass through, forward and backward?",
  run,
};

async function run({ before }: BenchmarkOptions = {}): Promise<Report> {
  const figures: Array<SolveFigures> = [];
  for (const [i, name] of solveNames.entries()) {
    showProgress(i / solveNames.length);
    const now = await follow(name);
    figures.push({
      name,
      now,
      ...(before !== undefined && { before: await follow(name, before) }),
    });
  }
  showProgress(1);
  return {
    figures,
    tables: [countTable(figures), ...figures.flatMap(fileTables)],
    failures: figures.flatMap(failuresOf),
  };
}

interface SolveFigures {
  readonly name: SolveName;
  readonly now: StepFiles;
  readonly before?: StepFiles;
}

const halves = ["forward", "backward"] as const;

async function follow(name: SolveName, checkout?: string): Promise<StepFiles> {
  const program = [fileURLToPath(new URL("step-files-worker.js", import.meta.url))];
  const args = checkout === undefined ? program : withLibraryOf(checkout, program);
  const channel = processChannel(process.execPath, args);
  try {
    return (await channel.ask("follow", [name])) as StepFiles;
  } finally {
    await channel.close();
  }
}

function countTable(figures: ReadonlyArray<SolveFigures>): Table {
  const versions = figures.some(({ before }) => before !== undefined)
    ? (["before", "now"] as const)
    : (["now"] as const);
  return {
    title: "Files that one accepted adaptive step passes through: symplectic adjoint, dopri5",
    head: [
      "",
      ...halves.flatMap((half) => versions.flatMap((each) => [`${half} ${each}`, "calls"])),
    ],
    rows: figures.map((figure) => [
      figure.name,
      ...halves.flatMap((half) =>
        versions.flatMap((version) => {
          const files = figure[version]?.[half] ?? [];
          return [files.length, files.filter(({ called }) => called).length];
        }),
      ),
    ]),
    notes: [
      "Calls: of these, the files in which the step calls a function. In the others it continues in a loop or a generator.",
      "The numbers of files include this library's kernels and derivatives that f uses.",
    ],
  };
}

function fileTables({ name, before, now }: SolveFigures): ReadonlyArray<Table> {
  return [
    ...(before === undefined ? [] : [fileTable(`${name}, before`, before)]),
    fileTable(before === undefined ? name : `${name}, now`, now),
  ];
}

function fileTable(name: string, { forward, backward }: StepFiles): Table {
  const rows = Math.max(forward.length, backward.length);
  return {
    title: `${name}: forward, from one call of onStep to the next, and backward, in this order`,
    head: ["", "forward", "backward"],
    rows: Array.from({ length: rows }, (_, i) => [
      i + 1,
      shortPath(forward[i]),
      shortPath(backward[i]),
    ]),
  };
}

function shortPath(file: StepFile | undefined): string {
  return file === undefined ? "" : file.path.replace("packages/", "").replace("/src/", "/");
}

function failuresOf({ name, before, now }: SolveFigures): ReadonlyArray<string> {
  if (before === undefined) return [];
  return halves.flatMap((half) => {
    const [then, since] = [before[half].length, now[half].length];
    return since > then ? [`${name}, ${half}: ${since} files, ${then} before.`] : [];
  });
}
