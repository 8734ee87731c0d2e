import type { ReadbackRun } from "../contestants/services.js";
import { showTime } from "../report/show-time.js";
import type { Table } from "../report/table.js";
import { quantile } from "../timing/quantile.js";
import { type Ratio, ratioOf } from "../timing/ratio.js";

/** Medians over the runs of one kind. */
export interface ReadbackFigures {
  readonly accepted: number;
  readonly rejected: number;
  readonly discarded: number;
  readonly readbacksPerStep: number;
  /** Milliseconds of waiting for each accepted step. */
  readonly stalledPerStep: number;
  readonly milliseconds: number;
}

/** One place where WebGPU is, with and without speculation. */
export interface ReadbackRow {
  readonly place: string;
  readonly plain: ReadbackFigures;
  readonly speculative: ReadbackFigures;
  /** Time with speculation ÷ without. */
  readonly ratio: Ratio | undefined;
  /** Whether all runs took the same steps to the same end, bit for bit. */
  readonly sameSteps: boolean;
}

/** The figures of runs that were taken in turns. */
export function readbackRow(
  place: string,
  runs: {
    readonly plain: ReadonlyArray<ReadbackRun>;
    readonly speculative: ReadonlyArray<ReadbackRun>;
  },
): ReadbackRow {
  const times = (each: ReadonlyArray<ReadbackRun>) => each.map(({ milliseconds }) => milliseconds);
  const results = [...runs.plain, ...runs.speculative].map(({ stepSizes, final }) =>
    JSON.stringify([stepSizes, final]),
  );
  return {
    place,
    plain: figuresOf(runs.plain),
    speculative: figuresOf(runs.speculative),
    ratio: ratioOf(times(runs.speculative), times(runs.plain)),
    sameSteps: new Set(results).size === 1,
  };
}

function figuresOf(runs: ReadonlyArray<ReadbackRun>): ReadbackFigures {
  const median = (of: (run: ReadbackRun) => number): number => quantile(runs.map(of), 0.5);
  return {
    accepted: median(({ accepted }) => accepted),
    rejected: median(({ rejected }) => rejected),
    discarded: median(({ discarded }) => discarded),
    readbacksPerStep: median(({ readbacks, accepted }) => readbacks / accepted),
    stalledPerStep: median(({ stalled, accepted }) => stalled / accepted),
    milliseconds: median(({ milliseconds }) => milliseconds),
  };
}

/** The rows for a reader. */
export function readbackTable(
  rows: ReadonlyArray<ReadbackRow>,
  notes: ReadonlyArray<string>,
): Table {
  return {
    title: "dopri5, rtol = atol = 1e-5, state 128 x 2, network of width 50: medians of the runs",
    head: [
      "in",
      "speculating",
      "steps",
      "discarded",
      "readbacks a step",
      "stall a step",
      "whole solve",
      "÷ without",
    ],
    rows: rows.flatMap(({ place, plain, speculative, ratio }) =>
      [plain, speculative].map((figures) => [
        place,
        figures === plain ? "no" : "yes",
        `${figures.accepted} + ${figures.rejected}`,
        figures.discarded,
        figures.readbacksPerStep.toFixed(2),
        showTime(figures.stalledPerStep / 1000),
        showTime(figures.milliseconds / 1000),
        figures === plain ? "" : (ratio?.median.toFixed(2) ?? "–"),
      ]),
    ),
    notes: ["Steps: accepted + rejected; a step is an accepted one.", ...notes],
  };
}

/** What speculation changed, although it must not change anything. */
export function readbackFailures(rows: ReadonlyArray<ReadbackRow>): ReadonlyArray<string> {
  return rows.flatMap(({ place, sameSteps }) =>
    sameSteps ? [] : [`${place}: with speculation, or from run to run, the steps differ.`],
  );
}
