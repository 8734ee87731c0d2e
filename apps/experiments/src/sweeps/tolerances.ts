import type { Table } from "@symplectic-adjoint/benchmarks/report/table";
import { drawPanels } from "@symplectic-adjoint/examples/draw-panels";
import { continuousAdjoint, symplecticAdjoint } from "symplectic-adjoint";
import { seededRows } from "../cnf-tabular/seeded-rows.js";
import { exponential } from "../comparison/comparison-table.js";
import { linePanel } from "../drawing/panels.js";
import type { FlowSizes } from "../flows/flow-model.js";
import { type PlainSolves, plainFlowGradient } from "../flows/plain-flow.js";
import {
  type Experiment,
  experiment,
  type PartContext,
  type PartResult,
} from "../framework/experiment.js";
import { relativeDistance, valuesOf } from "../plain/values-of.js";
import { livelyFlow, sweepSizes } from "./sweep-flow.js";

/** A gradient at a tolerance, in double precision. */
interface ToleranceRun {
  readonly atol: number;
  /** Relative to the gradient at the tolerance 1e-12. */
  readonly error: number;
  readonly loss: number;
  /** Evaluations of f and vector–Jacobian products, of both passes together. */
  readonly evaluations: number;
  readonly vjps: number;
  /** N and N'. */
  readonly steps: number;
  readonly backwardSteps: number;
}

/** One strategy at all tolerances. */
interface ToleranceResult {
  readonly strategy: "symplectic adjoint" | "continuous adjoint";
  readonly rows: number;
  readonly runs: ReadonlyArray<ToleranceRun>;
}

const STRATEGIES = ["symplectic adjoint", "continuous adjoint"] as const;
const tolerancesOf = (quick: boolean) =>
  quick ? [1e-6, 1e-5, 1e-4, 1e-3, 1e-2] : [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2];

/** Error of the gradient and evaluations against the tolerance, on the flow of the table MINIBOONE. */
export const tolerances: Experiment = experiment<ToleranceResult>({
  plan: () =>
    STRATEGIES.map((strategy) => ({
      ...{ name: strategy, weight: 1 },
      run: (context) => runStrategy(strategy, context),
    })),
  report(results) {
    const all = [...results.values()];
    return {
      tables: [...all.map(table), ...compared(all)],
      pictures: { errors: picture(all) },
      figures: all,
      failures: check(all),
    };
  },
});

async function runStrategy(
  strategy: ToleranceResult["strategy"],
  { quick, signal, progress }: PartContext,
): Promise<PartResult<ToleranceResult>> {
  const rows = quick ? 4 : 2;
  const flow: FlowSizes = { ...sweepSizes("MINIBOONE", quick), endTime: 2 };
  const model = livelyFlow(flow, {});
  const values = await valuesOf(model.variables);
  model.flow.dispose();
  const x = Float64Array.from(seededRows(rows, flow.dimension));
  const noise = Float64Array.from(seededRows(rows + 1, flow.dimension)).slice(-x.length);
  const gradientBy = (how?: PlainSolves) => plainFlowGradient(flow, values, x, noise, how);
  const exact = gradientBy().gradient;
  const atols = tolerancesOf(quick);
  const runs: Array<ToleranceRun> = [];
  for (const [i, atol] of atols.entries()) {
    if (signal.aborted) break;
    progress((i + 1) / (atols.length + 1), `atol ${atol}`);
    const adjoint = strategy === "symplectic adjoint" ? symplecticAdjoint() : continuousAdjoint();
    const { gradient, ...figures } = gradientBy({
      method: "dopri5",
      rtol: 100 * atol,
      atol,
      adjoint,
    });
    runs.push({ atol, error: relativeDistance(gradient, exact), ...figures });
    await new Promise(setImmediate);
  }
  return { result: { strategy, rows, runs }, complete: !signal.aborted };
}

function table({ strategy, rows, runs }: ToleranceResult): Table {
  return {
    title: `${strategy}: the flow of MINIBOONE, ${rows} rows, dopri5 in double precision, rtol = 100 atol`,
    head: ["atol", "gradient error", "evaluations", "VJPs", "N", "N'", "loss"],
    rows: runs.map(({ atol, error, evaluations, vjps, steps, backwardSteps, loss }) => [
      ...[String(atol), exponential(error), evaluations, vjps, steps, backwardSteps],
      loss.toPrecision(8),
    ]),
  };
}

/** The cheapest run of a strategy whose error is at most the given one. */
function cheapest(runs: ReadonlyArray<ToleranceRun>, error: number): ToleranceRun | undefined {
  const good = runs.filter((run) => run.error <= error);
  return good.sort((a, b) => workOf(a) - workOf(b))[0];
}

/** Evaluations and products together: each passes through the network once. */
function workOf({ evaluations, vjps }: ToleranceRun): number {
  return evaluations + vjps;
}

const ERRORS = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

/** Where both reach an error, the symplectic adjoint method must not need more work. */
function check(results: ReadonlyArray<ToleranceResult>): Array<string> {
  const [ours, theirs] = STRATEGIES.map((name) => results.find((each) => each.strategy === name));
  return ERRORS.flatMap((error) => {
    const [our, their] = [ours, theirs].map((each) => each && cheapest(each.runs, error));
    if (our === undefined || their === undefined || workOf(our) <= workOf(their)) return [];
    return [`At an error of ${error}: ${workOf(our)} evaluations, and ${workOf(their)} there.`];
  });
}

function compared(results: ReadonlyArray<ToleranceResult>): Array<Table> {
  const [ours, theirs] = STRATEGIES.map((name) => results.find((each) => each.strategy === name));
  if (ours === undefined || theirs === undefined) return [];
  return [
    {
      title: "Work at equal error: evaluations and VJPs together",
      head: ["gradient error at most", "symplectic adjoint", "continuous adjoint"],
      rows: ERRORS.map((error) => [
        exponential(error),
        ...[ours, theirs].map(({ runs }) => {
          const run = cheapest(runs, error);
          return run === undefined ? "–" : `${workOf(run)} (atol ${run.atol})`;
        }),
      ]),
    },
  ];
}

function picture(results: ReadonlyArray<ToleranceResult>): string {
  const frame = (i: number) => ({ left: 90 + 560 * i, top: 130, width: 430, height: 340 });
  const lines = (x: (run: ToleranceRun) => number) =>
    results.map(({ strategy, runs }) => ({
      name: strategy,
      points: runs.map((run) => [x(run), run.error] as const),
    }));
  const y = { name: "relative error", logarithmic: true };
  return drawPanels(
    [
      linePanel(
        "Against the tolerance",
        frame(0),
        { x: { name: "atol", logarithmic: true }, y },
        lines(({ atol }) => atol),
      ),
      linePanel(
        "Against the work",
        frame(1),
        { x: { name: "evaluations and VJPs", logarithmic: true }, y },
        lines(workOf),
      ),
    ],
    {
      text: "Error of the gradient",
      subtext: "The flow of the table MINIBOONE, in double precision",
      height: 540,
    },
  );
}
