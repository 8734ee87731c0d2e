import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import { caseName } from "../cases/case-key.js";
import { showProgress } from "../report/show-progress.js";
import { showTime } from "../report/show-time.js";
import type { Table } from "../report/table.js";
import { failuresOf, judge, showVerdict, type Verdict } from "../report/verdict.js";
import { measureCases, type Pace } from "../runners/measure-cases.js";
import { medianOf, ratioOf, type Series } from "../timing/ratio.js";
import { bothCheckouts } from "./both-checkouts.js";
import { smallSystemSeries } from "./small-system-series.js";

const USUAL = ["cpu", "wasm"];
/** Medians of alternating rounds on an idle machine agree to this accuracy. */
const LIMIT = { atMost: 1.05 };

const PACE: Pace = { rounds: 25, leastRounds: 9, warmUp: 600, slice: 40, budget: 4000 };
const QUICK: Pace = { rounds: 3, leastRounds: 1, warmUp: 60, slice: 10, budget: 100 };

/** Regressions since another state of the repository. */
export const regressions: Benchmark = {
  question: "What is slower than in another checkout (--before FOLDER, built), in the same rounds?",
  run,
};

async function run({
  engines: asked = [],
  quick = false,
  before: folder,
}: BenchmarkOptions = {}): Promise<Report> {
  if (folder === undefined) {
    throw new TypeError(
      "Which checkout to compare with? Write --before FOLDER, where `pnpm install` and `pnpm exec tsc -b apps/benchmarks` were run.",
    );
  }
  const rows: Array<Row> = [];
  const failures: Array<string> = [];
  for (const engine of asked.length > 0 ? asked : USUAL) {
    const { now, before, cases, close } = await bothCheckouts(engine, folder);
    try {
      const runners = [now, before].map((runner) => ({ runner, cases }));
      const measured = await measureCases(runners, quick ? QUICK : PACE, showProgress);
      failures.push(...measured.failures);
      for (const key of cases) {
        const [ours, theirs] = [now, before].map((runner) => measured.seconds(runner.key, key));
        rows.push(rowOf(`${engine}: ${caseName(key)}`, ours, theirs));
      }
    } finally {
      await close();
    }
  }
  for (const small of await smallSystemSeries(folder, quick)) {
    rows.push(rowOf(`float64: ${small.name}`, small.now, small.before));
  }
  return {
    figures: rows,
    tables: [table(rows)],
    failures: [
      ...failures,
      ...(quick ? [] : rows.flatMap(({ what, verdict }) => failuresOf(what, verdict))),
    ],
  };
}

interface Row {
  readonly what: string;
  readonly beforeSeconds: number | undefined;
  readonly nowSeconds: number | undefined;
  readonly verdict: Verdict | undefined;
}

function rowOf(what: string, now: Series | undefined, then: Series | undefined): Row {
  return {
    what,
    beforeSeconds: medianOf(then),
    nowSeconds: medianOf(now),
    verdict: judge(ratioOf(now, then), LIMIT),
  };
}

function table(rows: ReadonlyArray<Row>): Table {
  return {
    title: "Now compared with before: medians over interleaved rounds",
    head: ["", "before", "now", "ratio", "quartiles", "rounds"],
    rows: rows.map(({ what, beforeSeconds, nowSeconds, verdict }) => [
      what,
      showTime(beforeSeconds),
      showTime(nowSeconds),
      showVerdict(verdict),
      verdict === undefined ? "–" : `${verdict.lower.toFixed(2)} – ${verdict.upper.toFixed(2)}`,
      verdict?.rounds ?? 0,
    ]),
  };
}
