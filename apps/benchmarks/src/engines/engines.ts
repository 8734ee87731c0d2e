import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import { type Measurements, type Pace, takeTurns } from "../contestants/take-turns.js";
import { showProgress } from "../report/show-progress.js";
import type { Table } from "../report/table.js";
import { checkAgreement } from "./check-agreement.js";
import { evaluationFailures, evaluationRows, evaluationTable } from "./evaluation-rows.js";
import { gradientFailures, gradientRows, gradientTable } from "./gradient-rows.js";
import { type OpenField, openField } from "./open-field.js";
import { stepFailures, stepRows, stepTable } from "./step-rows.js";
import { torchRows, torchTable } from "./torch-rows.js";

const USUAL = ["cpu", "wasm", "webgpu", "tensorflow"];
const OTHERS = ["webgl", "chromium-webgpu"];

const PACE: Pace = { rounds: 25, leastRounds: 5, warmUp: 600, slice: 40, budget: 8000 };
const QUICK: Pace = { rounds: 3, leastRounds: 1, warmUp: 60, slice: 10, budget: 100 };

/** What evaluations, their derivatives, whole gradients and the arithmetic of steps cost, on every engine to be had. */
export const engines: Benchmark = {
  question: "What does the library cost on each engine, next to TensorFlow.js alone and PyTorch?",
  run,
};

async function run({ engines: asked = [], quick = false }: BenchmarkOptions = {}): Promise<Report> {
  const names = asked.length > 0 ? asked : USUAL;
  const field = await openField(names);
  try {
    const turns = field.present.map(({ contestant, entrants }) => ({ contestant, entrants }));
    const measurements = await takeTurns(turns, quick ? QUICK : PACE, showProgress);
    const { failures, ...rest } = report(names, field, measurements);
    // Whoever asks for an engine by name wants its figures.
    const missing = field.absent.filter(([name]) => asked.includes(name));
    return { ...rest, failures: [...missing.map((each) => each.join(": ")), ...failures] };
  } finally {
    await field.close();
  }
}

function report(
  asked: ReadonlyArray<string>,
  { present, absent }: Pick<OpenField, "present" | "absent">,
  measurements: Measurements,
): Report {
  const all = present.map(({ contestant }) => contestant.name);
  const names = asked.filter((name) => all.includes(name));
  const evaluation = evaluationRows(names, measurements);
  const gradient = gradientRows(names, measurements);
  const step = stepRows(names, measurements);
  const torch = torchRows(names, measurements);
  const contestants = present.map(({ contestant, entrants: _, ...description }) => ({
    name: contestant.name,
    ...description,
    cores: measurements.cores(contestant.name),
  }));
  const everything = [...new Set(present.flatMap(({ entrants }) => entrants))];
  return {
    figures: {
      contestants,
      absent: Object.fromEntries(absent),
      evaluation,
      gradient,
      step,
      torch,
    },
    tables: [
      contestantTable(contestants, absent),
      evaluationTable(evaluation),
      gradientTable(gradient),
      stepTable(step),
      ...(torch.length > 0 ? [torchTable(torch)] : []),
    ],
    failures: [
      ...measurements.failures,
      ...checkAgreement(all, everything, measurements),
      ...evaluationFailures(evaluation),
      ...gradientFailures(gradient),
      ...stepFailures(step),
    ],
  };
}

interface ContestantFigures {
  readonly name: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly device?: string;
  readonly notes: ReadonlyArray<string>;
  readonly cores: number | undefined;
}

function contestantTable(
  contestants: ReadonlyArray<ContestantFigures>,
  absent: OpenField["absent"],
): Table {
  return {
    title: "Contestants, each in a process of its own; one computes while the others wait",
    head: ["", "versions", "device", "cores busy"],
    rows: contestants.map(({ name, versions, device = "processor", cores }) => [
      name,
      Object.entries(versions)
        .map((entry) => entry.join(" "))
        .join(", "),
      device,
      cores?.toFixed(1) ?? "–",
    ]),
    notes: [
      "Cores busy: time of all processors over time passed, at most. JavaScript's collector and compilers have threads of their own.",
      ...contestants.flatMap(({ name, notes }) =>
        (name.endsWith(" stock") ? [] : notes).map((note) => `${name}: ${note}`),
      ),
      ...absent.map(([name, reason]) => `${name} is missing: ${reason}`),
      ...OTHERS.filter((name) => !contestants.some((each) => each.name === name)).map(
        (name) => `${name} is left out: it needs a browser; --engine ${name} runs it in Chromium.`,
      ),
    ],
  };
}
