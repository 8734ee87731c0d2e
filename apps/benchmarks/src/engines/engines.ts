import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import { type CaseKey, sameCase } from "../cases/case-key.js";
import { showProgress } from "../report/show-progress.js";
import type { Table } from "../report/table.js";
import { type Measurements, measureCases, type Pace } from "../runners/measure-cases.js";
import { type RunnerKey, runnerName } from "../runners/runner-key.js";
import type { Platform } from "../runners/services.js";
import { grouped } from "../timing/grouped.js";
import { checkAgreement } from "./check-agreement.js";
import { evaluationFailures, evaluationRows, evaluationTable } from "./evaluation-rows.js";
import { gradientFailures, gradientRows, gradientTable } from "./gradient-rows.js";
import { absenceOf, type OpenRunners, openRunners } from "./open-runners.js";
import { stepFailures, stepRows, stepTable } from "./step-rows.js";
import { torchRows, torchTable } from "./torch-rows.js";

const USUAL = ["cpu", "wasm", "webgpu", "tensorflow"];
const OTHERS = ["webgl", "chromium-webgpu"];

const PACE: Pace = { rounds: 25, leastRounds: 5, warmUp: 600, slice: 40, budget: 8000 };
const QUICK: Pace = { rounds: 3, leastRounds: 1, warmUp: 60, slice: 10, budget: 100 };

/** Cost of evaluations, their derivatives, whole gradients and the arithmetic of steps, on every available engine. */
export const engines: Benchmark = {
  question:
    "What does the library cost on each engine, compared with TensorFlow.js alone and PyTorch?",
  run,
};

async function run({ engines: asked = [], quick = false }: BenchmarkOptions = {}): Promise<Report> {
  const names = asked.length > 0 ? asked : USUAL;
  const runners = await openRunners(names);
  try {
    const measurements = await measureCases(runners.present, quick ? QUICK : PACE, showProgress);
    const { failures, ...rest } = report(names, runners, measurements);
    // A requested engine must not be missing.
    const missing = runners.absent.filter(({ key }) => asked.includes(key.platform));
    return { ...rest, failures: [...missing.map(absenceOf), ...failures] };
  } finally {
    await runners.close();
  }
}

function report(
  asked: ReadonlyArray<string>,
  { present, absent }: Pick<OpenRunners, "present" | "absent">,
  measurements: Measurements,
): Report {
  const all = present.map(({ runner }) => runner.key);
  const names = asked.filter((name) => all.some(({ platform }) => platform === name));
  const evaluation = evaluationRows(names, measurements);
  const gradient = gradientRows(names, measurements);
  const step = stepRows(names, measurements);
  const torch = torchRows(names, measurements);
  const runners = present.map(({ runner, cases: _, ...platform }) => ({
    ...runner.key,
    ...platform,
    cores: measurements.cores(runner.key),
  }));
  return {
    figures: {
      runners,
      absent,
      evaluation,
      gradient,
      step,
      torch,
    },
    tables: [
      runnerTable(runners, absent),
      evaluationTable(evaluation),
      gradientTable(gradient),
      stepTable(step),
      ...(torch.length > 0 ? [torchTable(torch)] : []),
    ],
    failures: [
      ...measurements.failures,
      ...checkAgreement(all, distinct(present.flatMap(({ cases }) => cases)), measurements),
      ...evaluationFailures(evaluation),
      ...gradientFailures(gradient),
      ...stepFailures(step),
    ],
  };
}

function distinct(cases: ReadonlyArray<CaseKey>): ReadonlyArray<CaseKey> {
  return grouped(cases, sameCase).map(([first]) => first);
}

interface RunnerFigures extends RunnerKey, Platform {
  readonly cores: number | undefined;
}

function runnerTable(runners: ReadonlyArray<RunnerFigures>, absent: OpenRunners["absent"]): Table {
  return {
    title: "Runners, in separate processes; one computes while the others wait",
    head: ["", "versions", "device", "cores busy"],
    rows: runners.map(({ versions, device = "processor", cores, ...key }) => [
      runnerName(key),
      Object.entries(versions)
        .map((entry) => entry.join(" "))
        .join(", "),
      device,
      cores?.toFixed(1) ?? "–",
    ]),
    notes: [
      "Cores busy: maximum of processor time ÷ elapsed time. JavaScript's garbage collector and compilers have separate threads.",
      ...runners.flatMap(({ platform, variant, notes }) =>
        (variant === "stock" ? [] : notes).map((note) => `${platform}: ${note}`),
      ),
      ...absent.map(({ key, reason }) => `${runnerName(key)} is missing: ${reason}`),
      ...OTHERS.filter((name) => !runners.some(({ platform }) => platform === name)).map(
        (name) => `${name} is skipped: it needs a browser; --engine ${name} runs it in Chromium.`,
      ),
    ],
  };
}
