import type { BenchmarkOptions } from "../benchmark.js";
import { showProgress } from "../report/show-progress.js";
import type { Table } from "../report/table.js";
import { BATCH, WIDTHS } from "./large-case.js";
import { largeSetups } from "./large-setups.js";
import { type LargeFigures, measureLarge } from "./measure-large.js";
import { type TorchMemory, torchMemory } from "./torch-memory.js";

/** A row that could not be measured. */
export interface AbsentFigures extends Pick<LargeFigures, "name" | "steps"> {
  readonly absent: string;
}

/** What was measured of the large case. */
export interface LargeReport {
  readonly rows: ReadonlyArray<LargeFigures | AbsentFigures>;
  /** Those of PyTorch, or why there are none. */
  readonly torch: ReadonlyArray<TorchMemory> | string;
}

/** Measures the large case on the active engine, and beside it in PyTorch. */
export async function measureLargeCase(options: BenchmarkOptions): Promise<LargeReport> {
  const setups = largeSetups(options);
  const rows: Array<LargeFigures | AbsentFigures> = [];
  for (const [i, setup] of setups.entries()) {
    showProgress(i / setups.length);
    const { name, steps } = setup;
    try {
      rows.push(await measureLarge(setup));
    } catch (error) {
      // Such as a tape that does not fit into the memory of the engine.
      rows.push({ name, steps, absent: (error as Error).message });
    }
  }
  showProgress(1);
  return { rows, torch: await torchMemory(rows[0]?.steps ?? 0) };
}

/** What is not as it should be: a budget that was not kept, a gradient that differs, a row that must not fail. */
export function checkLargeCase({ rows }: LargeReport): Array<string> {
  const measured = rows.filter((row) => "peak" in row);
  const failures: Array<string> = [];
  for (const { name, steps, budget, peak } of measured) {
    if (budget !== undefined && peak > budget)
      failures.push(`${name}, ${steps} steps: a peak of ${peak} bytes exceeds ${budget}.`);
  }
  const [reference] = measured;
  for (const { name, steps, same, digest } of measured) {
    if (same && steps === reference?.steps && digest !== reference.digest)
      failures.push(`${name}: its gradient differs from that with a checkpoint per step.`);
  }
  for (const row of rows) {
    if ("absent" in row && row.name.startsWith("symplectic"))
      failures.push(`${row.name}, ${row.steps} steps: ${row.absent}`);
  }
  return failures;
}

/** The figures for a reader. */
export function largeTable({ rows, torch }: LargeReport): Table {
  const others = typeof torch === "string" ? [] : torch;
  return {
    title: `Memory and time of a solve with its gradient: ${WIDTHS.join(" → ")}, batch ${BATCH}, rk4`,
    head: ["", "steps", "peak, MiB", "seconds", "checkpoints", "steps computed again"],
    rows: [
      ...rows.map((row) =>
        "absent" in row
          ? [row.name, row.steps, "does not fit", "", "", ""]
          : [
              ...[row.name, row.steps, (row.peak / 2 ** 20).toFixed(1), row.seconds.toFixed(1)],
              ...[row.checkpoints ?? "", row.recomputed ?? ""],
            ],
      ),
      ...others.map(({ name, mebibytes, seconds }) => [
        ...[`PyTorch, ${name}: resident memory`, rows[0]?.steps ?? ""],
        ...[mebibytes.toFixed(0), seconds.toFixed(1), "", ""],
      ]),
    ],
    notes: [
      "Peak: bytes of distinct live buffers above those of y0, the parameters and the cotangents, over both passes, counted exactly on the engine wasm.",
      ...(typeof torch === "string" ? [`PyTorch was not measured: ${torch}.`] : []),
    ],
  };
}
