import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import { type GradientMethod, gradientMethods, networkCase } from "../cases/case-key.js";
import { networkSizes } from "../cases/sizes.js";
import { checkAgreement } from "../engines/check-agreement.js";
import { engineRunner } from "../engines/engine-runner.js";
import { absenceOf, openAll } from "../engines/open-runners.js";
import { showProgress } from "../report/show-progress.js";
import { showTime } from "../report/show-time.js";
import type { Table } from "../report/table.js";
import { judge, showVerdict, type Verdict } from "../report/verdict.js";
import { type Measurements, measureCases, type Pace } from "../runners/measure-cases.js";
import { medianOf, ratioOf } from "../timing/ratio.js";

const USUAL = ["cpu", "wasm", "webgpu", "tensorflow"];

/** What the lean engine must gain on an engine to be worth its place there. */
const WORTH = { atLeast: 1.15 };

const PACE: Pace = { rounds: 15, leastRounds: 5, warmUp: 600, slice: 40, budget: 6000 };
const QUICK: Pace = { rounds: 3, leastRounds: 1, warmUp: 60, slice: 10, budget: 100 };

/** Whole gradients with the lean engine on and off, f not compiled. */
export const leanEngine: Benchmark = {
  question: "What does the lean engine still gain on each engine, where f is not compiled?",
  run,
};

async function run({ engines: asked = [], quick = false }: BenchmarkOptions = {}): Promise<Report> {
  const names = asked.length > 0 ? asked : USUAL;
  const runners = await openAll(
    names.flatMap((platform) => [
      engineRunner({ platform }),
      engineRunner({ platform, variant: "plain" }),
    ]),
  );
  try {
    const cases = networkSizes.flatMap((size) =>
      gradientMethods.map((method) => networkCase(method, size)),
    );
    const present = runners.present.map((each) => ({ ...each, cases }));
    const measurements = await measureCases(present, quick ? QUICK : PACE, showProgress);
    const rows = rowsOf(names, measurements);
    const keys = present.map(({ runner: { key } }) => key);
    return {
      figures: { rows, absent: runners.absent },
      tables: [{ ...table(rows), notes: runners.absent.map(absenceOf) }],
      failures: [...measurements.failures, ...checkAgreement(keys, cases, measurements)],
    };
  } finally {
    await runners.close();
  }
}

interface LeanRow {
  readonly engine: string;
  readonly size: string;
  readonly method: GradientMethod;
  /** Off ÷ on. A target: missing it says that the lean engine can go there. */
  readonly gain: Verdict;
  readonly diagnostic: { readonly on: number | undefined; readonly off: number | undefined };
}

function rowsOf(
  engines: ReadonlyArray<string>,
  { seconds }: Pick<Measurements, "seconds">,
): ReadonlyArray<LeanRow> {
  return engines.flatMap((engine) =>
    networkSizes.flatMap((size) =>
      gradientMethods.flatMap((method) => {
        const key = networkCase(method, size);
        const on = seconds({ platform: engine }, key);
        const off = seconds({ platform: engine, variant: "plain" }, key);
        const gain = judge(ratioOf(off, on), WORTH);
        if (gain === undefined) return [];
        const diagnostic = { on: medianOf(on), off: medianOf(off) };
        return [{ engine, size: size.name, method, gain, diagnostic }];
      }),
    ),
  );
}

function table(rows: ReadonlyArray<LeanRow>): Table {
  return {
    title: "Whole gradients by the symplectic adjoint: rk4, 20 steps; dopri5, rtol = atol = 1e-5",
    head: ["engine", "size", "method", "lean engine on", "off", "off ÷ on"],
    rows: rows.map(({ engine, size, method, gain, diagnostic }) => [
      engine,
      size,
      method,
      showTime(diagnostic.on),
      showTime(diagnostic.off),
      showVerdict(gain),
    ]),
  };
}
