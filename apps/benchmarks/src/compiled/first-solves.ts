import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import { showTime } from "../report/show-time.js";
import type { Table } from "../report/table.js";
import { ONE_THREAD } from "../runners/one-thread.js";
import { quantile } from "../timing/quantile.js";

const cases = ["network", "layers model"] as const;

/** What is compiled: three layers at 64x2x64, as operations or as a layers model. */
export type FirstSolveCase = (typeof cases)[number];

/** What the first gradient with a compiled f costs beyond a later one, in milliseconds. */
export interface FirstSolve {
  readonly preparing: number;
  /** Within f. */
  readonly tracing: number;
  /** The derivative and the program, and whatever else is run for the first time. */
  readonly planning: number;
  /** Within WebAssembly: compiling and instantiating the executor's module. */
  readonly loading: number;
  /** Of f, after all solves. */
  readonly traces: number;
}

/** The first solves of one case. */
export interface FirstSolveRow {
  readonly name: FirstSolveCase;
  readonly start: "cold" | "warm";
  readonly traces: number;
  /** Medians. */
  readonly diagnostic: Omit<FirstSolve, "traces">;
}

/** What it takes until a compiled f runs. */
export const firstSolves: Benchmark = { question: "How long does compiling f take?", run };

function run({ quick = false }: BenchmarkOptions = {}): Report {
  const rows = firstSolveRows(quick);
  return { figures: rows, tables: [firstSolveTable(rows)], failures: firstSolveFailures(rows) };
}

/** Measures all cases, each several times in fresh processes, and again in them. */
export function firstSolveRows(quick: boolean): ReadonlyArray<FirstSolveRow> {
  const [processes, repetitions] = quick ? [1, 2] : [7, 16];
  return cases.flatMap((name) => {
    const all = Array.from({ length: processes }, () => measure(name, repetitions));
    const cold = all.flatMap((each) => each.slice(0, 1));
    const warm = all.flatMap((each) => each.slice(1));
    return [rowOf(name, "cold", cold), rowOf(name, "warm", warm)];
  });
}

function measure(name: FirstSolveCase, repetitions: number): ReadonlyArray<FirstSolve> {
  const worker = fileURLToPath(new URL("first-solve-worker.js", import.meta.url));
  const output = execFileSync(process.execPath, [worker, name, String(repetitions)], {
    ...{ encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    env: { ...process.env, ...ONE_THREAD },
  });
  // TensorFlow.js prints advice above.
  return JSON.parse(output.trim().split("\n").at(-1) as string);
}

function rowOf(
  name: FirstSolveCase,
  start: "cold" | "warm",
  found: ReadonlyArray<FirstSolve>,
): FirstSolveRow {
  const median = (key: keyof FirstSolve) =>
    quantile(
      found.map((each) => each[key]),
      0.5,
    );
  return {
    ...{ name, start, traces: Math.max(...found.map(({ traces }) => traces)) },
    diagnostic: {
      preparing: median("preparing"),
      tracing: median("tracing"),
      planning: median("planning"),
      loading: median("loading"),
    },
  };
}

/** The rows for a reader. */
export function firstSolveTable(rows: ReadonlyArray<FirstSolveRow>): Table {
  const parts = ["tracing", "planning", "loading", "preparing"] as const;
  return {
    title: "The first gradient beyond a later one: rk4, one step, three layers at 64x2x64",
    head: ["f", "start", "tracing", "derivative and planning", "loading", "together", "traces"],
    rows: rows.map(({ name, start, traces, diagnostic }) => [
      ...[name, start],
      ...parts.map((part) => showTime(diagnostic[part] / 1e3)),
      traces,
    ]),
    notes: [
      "Cold: the first in a fresh process. Warm: other functions after it. Target: less than 50 ms together. Medians.",
      "Tracing: within f, which is called a few times. Loading: within WebAssembly. Planning: the rest.",
    ],
  };
}

/** Later solves use the same programs. */
export function firstSolveFailures(rows: ReadonlyArray<FirstSolveRow>): ReadonlyArray<string> {
  return rows.flatMap(({ name, start, traces }) =>
    traces === 1 ? [] : [`${name}, ${start}: f was traced ${traces} times for equal solves.`],
  );
}
