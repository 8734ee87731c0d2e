import type { Table } from "@symplectic-adjoint/benchmarks/report/table";
import { drawPanels } from "@symplectic-adjoint/examples/draw-panels";
import { tableaux } from "symplectic-adjoint";
import { seededRows } from "../cnf-tabular/seeded-rows.js";
import { mebibytes } from "../comparison/comparison-table.js";
import { measureFunction } from "../comparison/measure-function.js";
import { predictPeak } from "../comparison/predict-peak.js";
import { linePanel } from "../drawing/panels.js";
import { flowOfSize, flowProblem } from "../flows/flow-of-size.js";
import {
  type Experiment,
  experiment,
  type PartContext,
  type PartResult,
} from "../framework/experiment.js";
import { FUNCTIONS, symplectic } from "../solving/counting.js";
import { livelyFlow, sweepSizes } from "./sweep-flow.js";

const METHODS = ["adaptiveHeun", "bosh3", "dopri5", "dopri8"] as const;
/** Steps of the comparison of memory. */
const STEPS = 10;

/** One method. */
interface OrderResult {
  readonly method: (typeof METHODS)[number];
  readonly stages: number;
  /** At the tolerance: accepted steps, evaluations of both passes and seconds of the symplectic adjoint method. */
  readonly steps: number;
  readonly evaluations: number;
  readonly seconds: number;
  readonly batch: number;
  /** Bytes of one state. */
  readonly state: number;
  /** Peaks with ten equal steps, by function, predicted from small runs. */
  readonly peaks: Readonly<Record<string, number>>;
}

/** Memory against the number of stages, on one block of the flow of the table GAS. */
export const orders: Experiment = experiment<OrderResult>({
  plan: () =>
    METHODS.map((method) => ({ name: method, weight: 1, run: (c) => runMethod(method, c) })),
  report(results) {
    const all = [...results.values()];
    return {
      tables: [table(all)],
      pictures: { memory: picture(all) },
      figures: all,
      failures: check(all),
    };
  },
});

async function runMethod(
  method: OrderResult["method"],
  { quick, signal, progress }: PartContext,
): Promise<PartResult<OrderResult>> {
  const sizes = sweepSizes("GAS", quick);
  const batch = quick ? 16 : 1000;
  const rowsOf = (rows: number) => seededRows(rows, sizes.dimension);
  const model = livelyFlow(sizes, { method, rtol: 1e-4, atol: 1e-5 });
  const problem = flowProblem(model, rowsOf(batch));
  const measured = await measureFunction(symplectic, problem, { runs: quick ? 1 : 3, signal });
  problem.dispose();
  model.flow.dispose();
  const sized = flowOfSize(sizes, rowsOf, { method });
  const peaks: Record<string, number> = {};
  for (const [i, each] of FUNCTIONS.entries()) {
    if (signal.aborted) break;
    progress((i + 1) / (FUNCTIONS.length + 1), each.name);
    peaks[each.name] = predictPeak(each, sized, batch, STEPS);
  }
  const { steps, forward, backward, seconds } = measured;
  const result: OrderResult = {
    ...{ method, stages: tableaux[method].b.length, steps, seconds, batch, peaks },
    ...{ evaluations: forward + backward, state: 4 * batch * (sizes.dimension + 1) },
  };
  return { result, complete: !signal.aborted };
}

/** Ours grows with the stages by states only; that of a checkpoint per step by a recorded evaluation for each stage. */
function check(results: ReadonlyArray<OrderResult>): Array<string> {
  const sorted = results.slice().sort((a, b) => a.stages - b.stages);
  return sorted.slice(1).flatMap((row, i) => {
    const before = sorted[i] as OrderResult;
    const stages = row.stages - before.stages;
    const growth = (name: string) => ((row.peaks[name] ?? 0) - (before.peaks[name] ?? 0)) / stages;
    const [ours, aca] = [growth("odeintSymplecticAdjoint"), growth("odeintCheckpoint")];
    const failures: Array<string> = [];
    if (ours > 2 * row.state)
      failures.push(`${row.method}: a stage takes ${ours} bytes, more than two states.`);
    if (aca < 4 * row.state)
      failures.push(
        `${row.method}: a stage takes ${aca} bytes of odeintCheckpoint, unexpectedly few.`,
      );
    return failures;
  });
}

function table(results: ReadonlyArray<OrderResult>): Table {
  return {
    title: `Methods, on one block of the flow of GAS, batch ${results[0]?.batch}: peak in MiB of ${STEPS} steps`,
    head: [
      ...["method", "stages", "steps at 1e-4", "evaluations", "ms"],
      ...FUNCTIONS.map(({ name }) => name),
    ],
    rows: results.map(({ method, stages, steps, evaluations, seconds, peaks }) => [
      ...[method, stages, steps, evaluations, (1000 * seconds).toFixed(0)],
      ...FUNCTIONS.map(({ name }) => {
        const peakBytes = peaks[name];
        return peakBytes === undefined ? "–" : mebibytes({ peakBytes, predicted: true });
      }),
    ]),
    notes: [
      "* from four small runs: bytes are linear in the batch and in the number of steps.",
      "Steps, evaluations and time of odeintSymplecticAdjoint; weights are twice the initial ones.",
    ],
  };
}

function picture(results: ReadonlyArray<OrderResult>): string {
  const frame = { left: 90, top: 130, width: 560, height: 340 };
  const lines = FUNCTIONS.map(({ name }) => ({
    name,
    points: results.flatMap(({ stages, peaks }) => {
      const peak = peaks[name];
      return peak === undefined ? [] : [[stages, peak / 2 ** 20] as const];
    }),
  }));
  const axes = { x: { name: "stages" }, y: { name: "MiB", logarithmic: true } };
  return drawPanels([linePanel(`Peak of ${STEPS} steps`, frame, axes, lines)], {
    text: "Memory against the number of stages",
    subtext: "One block of the flow of the table GAS",
    ...{ width: 720, height: 540 },
  });
}
