import { fileURLToPath } from "node:url";
import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import { networkCase } from "../cases/case-key.js";
import { networkSizes } from "../cases/sizes.js";
import { checkAgreement } from "../engines/check-agreement.js";
import { engineRunner } from "../engines/engine-runner.js";
import { absenceOf, openAll, pytorchRunner } from "../engines/open-runners.js";
import { showProgress } from "../report/show-progress.js";
import { measureCases, type Pace } from "../runners/measure-cases.js";
import { nodeOnOneThread, ONE_THREAD } from "../runners/one-thread.js";
import { processChannel } from "../runners/process-channel.js";
import { type Runner, runner } from "../runners/runner.js";
import type { RunnerKey } from "../runners/runner-key.js";
import {
  BY_HAND,
  BY_HAND_STAGES,
  compiledFailures,
  compiledRows,
  compiledTable,
  FLOAT64,
  GRAPHS,
  XLA,
} from "./compiled-rows.js";
import { firstSolveFailures, firstSolveRows, firstSolveTable } from "./first-solves.js";

const USUAL = ["cpu", "wasm", "tensorflow"];

// A compiled solve passes through much of the library, which is optimised only after seconds.
const PACE: Pace = { rounds: 21, leastRounds: 5, warmUp: 4000, slice: 40, budget: 4000 };
const QUICK: Pace = { rounds: 3, leastRounds: 1, warmUp: 60, slice: 10, budget: 100 };

/** Whole gradients with f compiled and not, beside other programs and a loop by hand. */
export const compiled: Benchmark = {
  question: "How much faster is a compiled f, and how far is it from XLA and a loop by hand?",
  run,
};

async function run({ engines: asked = [], quick = false }: BenchmarkOptions = {}): Promise<Report> {
  const names = asked.length > 0 ? asked : USUAL;
  const runners = await openAll([
    ...names.flatMap((platform) => [
      engineRunner({ platform }),
      worker({ platform, variant: "compiled" }),
    ]),
    worker({ platform: "cpu", variant: "javascript" }),
    ...(names.includes("tensorflow") ? [worker(GRAPHS)] : []),
    worker(FLOAT64),
    worker(BY_HAND),
    worker(BY_HAND_STAGES),
    pytorchRunner(),
    runner(XLA, processChannel("python3", [source("xla.py")], ONE_THREAD)),
  ]);
  try {
    const gradients = networkSizes.flatMap((size) => [
      networkCase("rk4", size),
      networkCase("dopri5", size),
    ]);
    const isGradient = ({ kind }: { readonly kind: string }) => kind === "rk4" || kind === "dopri5";
    const present = runners.present.map((each) => ({
      ...each,
      cases: each.cases.filter(isGradient),
    }));
    const measurements = await measureCases(present, quick ? QUICK : PACE, showProgress);
    const rows = compiledRows(names, measurements);
    const first = firstSolveRows(quick);
    const keys = present.map(({ runner: { key } }) => key);
    const notes = [
      ...present.flatMap(({ runner: { key }, versions, notes: own }) =>
        key.platform === "XLA" || key.platform === "PyTorch"
          ? [
              `${key.platform}: ${[...Object.entries(versions).map((v) => v.join(" ")), ...own].join(", ")}`,
            ]
          : [],
      ),
      ...runners.absent.map(absenceOf),
    ];
    const table = compiledTable(rows);
    return {
      figures: { rows, first, notes },
      tables: [{ ...table, notes: [...(table.notes ?? []), ...notes] }, firstSolveTable(first)],
      failures: [
        ...measurements.failures,
        ...checkAgreement(keys, gradients, measurements),
        ...compiledFailures(rows),
        ...firstSolveFailures(first),
      ],
    };
  } finally {
    await runners.close();
  }
}

function worker(key: RunnerKey): Runner {
  const program = fileURLToPath(new URL("compiled-worker.js", import.meta.url));
  const executor = key.variant === "compiled" ? "wasm" : (key.variant ?? "wasm");
  return runner(key, nodeOnOneThread([program, key.platform, executor]));
}

/** Python is run from the sources. */
function source(name: string): string {
  return fileURLToPath(new URL(`../../src/compiled/${name}`, import.meta.url));
}
