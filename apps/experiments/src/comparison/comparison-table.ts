import { showTime } from "@symplectic-adjoint/benchmarks/report/show-time";
import type { Table } from "@symplectic-adjoint/benchmarks/report/table";
import type { ShortTraining } from "../training/train-by-each.js";
import type { Comparison, FunctionRow } from "./compare-functions.js";

/** What a table compares, and under which names. */
export interface ComparedRows {
  readonly title: string;
  /** Name of the loss: MSE or NLL. */
  readonly loss: string;
  readonly comparison: Comparison;
  /** A short training by each function. */
  readonly short?: ReadonlyArray<ShortTraining>;
  readonly notes?: ReadonlyArray<string>;
}

/** The five functions side by side. */
export function comparisonTable(compared: ComparedRows): Table {
  const { title, loss, comparison, short = [], notes = [] } = compared;
  const { rows, steps, batch, accuracyBatch, runs } = comparison;
  const iterations = Math.max(0, ...short.map((each) => each.iterations));
  return {
    title: `${title}: batch ${batch}, ${steps} steps`,
    head: [
      ...["function", `${loss} after ${iterations} iterations`, "peak, MiB", "seconds"],
      ...["seconds, compiled", "evaluations", "gradient error", "from backpropagation"],
    ],
    rows: rows.map((row) => {
      const trained = short.find(({ name }) => name === row.name);
      return [
        row.name,
        trained === undefined ? "–" : trained.loss.toPrecision(6),
        mebibytes(row),
        timeOf(row),
        timeOf(row.compiled ?? {}),
        row.forward === undefined ? "–" : `${row.forward} + ${row.backward}`,
        exponential(row.gradientError),
        exponential(row.fromBackpropagation),
      ];
    }),
    notes: [
      "Peak: bytes of distinct buffers during both passes, counted exactly; * predicted from small runs, did not fit.",
      `Seconds for a loss and its gradient, medians of ${runs} (of fewer, where they take long): operation by operation on the engine, and with f compiled to WebAssembly.`,
      "Evaluations of f: forward + backward, those with a vector–Jacobian product included.",
      `Gradient error: relative to double precision at the tolerance 1e-12, on ${accuracyBatch} rows.`,
      ...notes,
    ],
  };
}

function timeOf({ seconds }: Pick<FunctionRow, "seconds">): string {
  return seconds === undefined ? "–" : showTime(seconds);
}

/** A peak with the mark of prediction. */
export function mebibytes({ peakBytes, predicted }: Pick<FunctionRow, "peakBytes" | "predicted">) {
  const value = peakBytes / 2 ** 20;
  return `${value < 100 ? value.toPrecision(3) : value.toFixed(0)}${predicted ? "*" : ""}`;
}

/** Two figures. */
export function exponential(value: number | undefined): string {
  return value === undefined ? "–" : value.toExponential(1);
}
