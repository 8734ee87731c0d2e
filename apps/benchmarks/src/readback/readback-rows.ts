import { showTime } from "../report/show-time.js";
import type { Table } from "../report/table.js";
import type { ReadbackRun, ReadingMode } from "../runners/services.js";
import { quantile } from "../timing/quantile.js";
import { type Ratio, ratioOf } from "../timing/ratio.js";

/** All modes. */
export const readingModes: ReadonlyArray<ReadingMode> = ["integral", "lagged", "speculative"];

/** Interleaved runs. */
export type ReadbackRuns = Readonly<Record<ReadingMode, ReadonlyArray<ReadbackRun>>>;

/** Medians over the runs of one mode in one place. */
export interface ReadbackRow {
  readonly place: string;
  readonly mode: ReadingMode;
  readonly accepted: number;
  readonly rejected: number;
  readonly discarded: number;
  readonly readbacksPerStep: number;
  /** Milliseconds of waiting for each accepted step. */
  readonly stalledPerStep: number;
  /** Time of the whole solve ÷ that of the default controller, round by round. */
  readonly ratio: Ratio | undefined;
  /**
   * Whether all runs are bitwise equal, in steps and final state, to those without speculation of the same controller.
   */
  readonly sameSteps: boolean;
  readonly diagnostic: { readonly milliseconds: number };
}

/** A row for each mode. */
export function readbackRows(place: string, runs: ReadbackRuns): ReadonlyArray<ReadbackRow> {
  return readingModes.map((mode) => {
    const own = runs[mode];
    const median = (of: (run: ReadbackRun) => number): number => quantile(own.map(of), 0.5);
    return {
      place,
      mode,
      accepted: median(({ accepted }) => accepted),
      rejected: median(({ rejected }) => rejected),
      discarded: median(({ discarded }) => discarded),
      readbacksPerStep: median(({ readbacks, accepted }) => readbacks / accepted),
      stalledPerStep: median(({ stalled, accepted }) => stalled / accepted),
      ratio: ratioOf(own.map(timeOf), runs.integral.map(timeOf)),
      sameSteps: alike([...own, ...runs[mode === "speculative" ? "lagged" : mode]]),
      diagnostic: { milliseconds: median(timeOf) },
    };
  });
}

const timeOf = ({ milliseconds }: ReadbackRun): number => milliseconds;

function alike(runs: ReadonlyArray<ReadbackRun>): boolean {
  const results = runs.map(({ stepSizes, final }) => JSON.stringify([stepSizes, final]));
  return new Set(results).size === 1;
}

/** The rows for a reader. */
export function readbackTable(
  rows: ReadonlyArray<ReadbackRow>,
  notes: ReadonlyArray<string>,
): Table {
  return {
    title: "dopri5, rtol = atol = 1e-5, state 128 x 2, network of width 50: medians of the runs",
    head: [
      "WebGPU in",
      "controller",
      "speculating",
      "steps",
      "discarded",
      "readbacks a step",
      "stall a step",
      "whole solve",
      "÷ first",
    ],
    rows: rows.map((row) => [
      row.place,
      row.mode === "integral" ? "integral" : "lagged",
      row.mode === "speculative" ? "yes" : "no",
      `${row.accepted} + ${row.rejected}`,
      row.discarded,
      row.readbacksPerStep.toFixed(2),
      showTime(row.stalledPerStep / 1000),
      showTime(row.diagnostic.milliseconds / 1000),
      row.ratio?.median.toFixed(2) ?? "–",
    ]),
    notes: ["Steps: accepted + rejected; a step is an accepted one.", ...notes],
  };
}

/** Differences caused by speculation, which must not change anything. */
export function readbackFailures(rows: ReadonlyArray<ReadbackRow>): ReadonlyArray<string> {
  return rows.flatMap(({ place, mode, sameSteps }) =>
    sameSteps ? [] : [`${place}, ${mode}: the runs differ in their steps or final states.`],
  );
}
