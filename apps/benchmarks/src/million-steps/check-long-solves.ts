import type { LongCase, LongFigures } from "./long-case.js";

/** Limits of a million steps. */
const MOST_GROWTH = 64 * 2 ** 20;

/** Whether a solve keeps few checkpoints, or none in memory. */
export function isFrugal({ store, schedule }: LongCase): boolean {
  return store === "file" || schedule !== "everyStep";
}

/**
 * Violated requirements: a gradient that is not bitwise that of the other solves with the same number of steps, or a
 * solve with a file or few checkpoints that takes more than 64 MiB of memory.
 */
export function checkLongSolves(rows: ReadonlyArray<LongFigures>): Array<string> {
  const found: Array<string> = [];
  for (const row of rows) {
    const { steps, store, schedule, growth, gradient } = row;
    const what = `${steps} steps, ${store}, ${schedule}`;
    const first = rows.find((other) => other.steps === steps) as LongFigures;
    if (gradient !== first.gradient)
      found.push(`${what}: the gradient is not that of ${first.store}, ${first.schedule}.`);
    if (isFrugal(row) && growth > MOST_GROWTH)
      found.push(`${what}: ${(growth / 2 ** 20).toFixed(1)} MiB of memory, more than 64.`);
  }
  return found;
}
