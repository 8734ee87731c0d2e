import { seededRows } from "../cnf-tabular/seeded-rows.js";
import { mebibytes } from "../comparison/comparison-table.js";
import { measureFunction } from "../comparison/measure-function.js";
import { predictPeak } from "../comparison/predict-peak.js";
import { flowOfSize } from "../flows/flow-of-size.js";
import type { Experiment, PartContext, PartResult } from "../framework/experiment.js";
import { FUNCTIONS } from "../solving/counting.js";
import { sweepSizes } from "./sweep-flow.js";
import { sweepOverCounts } from "./sweep-over-counts.js";

/** Most bytes of a run; more are predicted. */
const LIMIT = 2 ** 29;

/** One number of steps. */
interface StepsResult {
  readonly steps: number;
  readonly batch: number;
  readonly state: number;
  readonly peaks: Readonly<
    Record<string, { readonly peakBytes: number; readonly predicted: boolean }>
  >;
  readonly seconds: Readonly<Record<string, number>>;
}

/** Memory against the number of steps, on one block of the flow of the table GAS. */
export const steps: Experiment = sweepOverCounts<StepsResult>({
  quickCounts: [5, 10, 20],
  run: runSteps,
  check,
  table: {
    title: ([first]) =>
      `Equal steps of dopri5, on one block of the flow of GAS, batch ${first?.batch}: peak in MiB`,
    note: "* predicted from small runs: more than 512 MiB.",
    cell: ({ peaks }, name) => (peaks[name] ? mebibytes(peaks[name]) : "–"),
  },
  picture: {
    name: "memory",
    text: "Memory against the number of steps",
    subtext: "One block of the flow of the table GAS; above 512 MiB predicted",
    panel: "Peak memory",
    y: "MiB",
    value: ({ peaks }, name) => peaks[name] && peaks[name].peakBytes / 2 ** 20,
  },
});

async function runSteps(
  count: number,
  { quick, signal, progress }: PartContext,
): Promise<PartResult<StepsResult>> {
  const sizes = sweepSizes("GAS", quick);
  const batch = quick ? 8 : 100;
  const sized = flowOfSize(sizes, (rows) => seededRows(rows, sizes.dimension), {
    method: "dopri5",
  });
  const peaks: Record<string, { peakBytes: number; predicted: boolean }> = {};
  const seconds: Record<string, number> = {};
  for (const [i, each] of FUNCTIONS.entries()) {
    if (signal.aborted) break;
    progress(i / FUNCTIONS.length, each.name);
    const expected = predictPeak(each, sized, batch, count);
    if (expected > LIMIT) {
      peaks[each.name] = { peakBytes: expected, predicted: true };
      continue;
    }
    const problem = sized.sized(batch, count);
    const measured = await measureFunction(each, problem, { runs: 1, signal });
    problem.dispose();
    peaks[each.name] = { peakBytes: measured.peakBytes, predicted: false };
    seconds[each.name] = measured.seconds;
  }
  const state = 4 * batch * (sizes.dimension + 1);
  return { result: { steps: count, batch, state, peaks, seconds }, complete: !signal.aborted };
}

/** Ours grows by a state for each step; backpropagation by everything recorded in it. */
function check(results: ReadonlyArray<StepsResult>): Array<string> {
  return results.slice(1).flatMap((row, i) => {
    const before = results[i] as StepsResult;
    const growth = (name: string) =>
      ((row.peaks[name]?.peakBytes ?? 0) - (before.peaks[name]?.peakBytes ?? 0)) /
      (row.steps - before.steps);
    const failures: Array<string> = [];
    for (const name of ["odeintSymplecticAdjoint", "odeintCheckpoint"])
      if (growth(name) !== row.state)
        failures.push(`${name}: a step takes ${growth(name)} bytes, and a state ${row.state}.`);
    if (growth("odeintAdjoint") !== 0)
      failures.push(`odeintAdjoint: a step takes ${growth("odeintAdjoint")} bytes.`);
    return failures;
  });
}
