import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import type { Table } from "../report/table.js";
import { checkLongSolves, isFrugal } from "./check-long-solves.js";
import type { LongCase, LongFigures } from "./long-case.js";

const MANY = 1_000_000;
const FEWER = 100_000;
const QUICK = 20_000;
/** MiB of JavaScript's heap where memory counts: without a limit, garbage piles up to several times what is in use. */
const HEAP = 48;

/** A million steps of a small system in float64. */
export const millionSteps: Benchmark = {
  question:
    "What do a million steps of a small system cost, with checkpoints in a file or few of them?",
  run,
};

function run({ quick = false }: BenchmarkOptions = {}): Report {
  const [fewer, many] = quick ? [QUICK, 2 * QUICK] : [FEWER, MANY];
  const cases: ReadonlyArray<LongCase> = [
    { steps: fewer, store: "memory", schedule: "everyStep" },
    { steps: fewer, store: "file", schedule: "everyStep" },
    { steps: fewer, store: "memory", schedule: "binomial" },
    { steps: many, store: "file", schedule: "everyStep" },
    { steps: many, store: "memory", schedule: "binomial" },
    { steps: many, store: "memory", schedule: "everyStep" },
  ];
  const rows = cases.map(measure);
  return { figures: rows, tables: [table(rows)], failures: checkLongSolves(rows) };
}

function measure(given: LongCase): LongFigures {
  const worker = fileURLToPath(new URL("million-steps-worker.js", import.meta.url));
  const folder = process.env.CHECKPOINT_FOLDER ?? tmpdir();
  const limit = isFrugal(given) ? [`--max-old-space-size=${HEAP}`] : [];
  const args = [...limit, worker, JSON.stringify({ ...given, folder })];
  const output = execFileSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output);
}

function table(rows: ReadonlyArray<LongFigures>): Table {
  return {
    title: "Lotka-Volterra, rk4, float64, the gradient by the symplectic adjoint",
    head: [
      "steps",
      "store",
      "schedule",
      "memory MiB",
      "file MiB",
      "evaluations",
      "forward s",
      "backward s",
    ],
    rows: rows.map(({ steps, store, schedule, growth, onDisk, evaluations, diagnostic }) => [
      steps,
      store,
      schedule,
      mib(growth),
      mib(onDisk),
      evaluations,
      diagnostic.forwardSeconds.toFixed(2),
      diagnostic.backwardSeconds.toFixed(2),
    ]),
    notes: [
      `memory, of all but a checkpoint per step in memory: with a heap limit of ${HEAP} MiB, as by node --max-old-space-size=${HEAP}.`,
      "memory: growth of the peak of resident memory over that of an earlier solve of 20,000 steps, in a separate process.",
      "binomial: with 100 checkpoints. The file is in the folder CHECKPOINT_FOLDER, by default that for temporary files.",
    ],
  };
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
