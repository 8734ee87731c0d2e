import { gcd } from "../../../graph/builder/block-tables.js";
import type { GatherInstruction, ScatterInstruction } from "../../../program/program.js";
import type { Addresses } from "./addresses.js";
import { instruction } from "./kinds.js";

export function gatherWords(
  given: GatherInstruction,
  tables: Int32Array,
  { at, number, table: place }: Addresses,
): Array<number> {
  const { sources, block, count, table, fill, out } = given;
  const bounds = boundsOf(sources);
  const entries = tables.subarray(table, table + count);
  const together = runLength(entries, new Set(bounds));
  const key = JSON.stringify(["gather", table, count, block, sources]);
  const address = place(key, () =>
    every(entries, together, (first) => {
      const source = lastAtMost(bounds, first);
      const { offset } = sources[source] as { offset: number };
      return at(offset + (first - (bounds[source] as number)) * block);
    }),
  );
  return instruction("gather", [
    block * together,
    count / together,
    address,
    at(out),
    number(fill),
  ]);
}

export function scatterWords(
  given: ScatterInstruction,
  tables: Int32Array,
  { size, at, table: place }: Addresses,
): Array<number> {
  const { x, out, length, block, count, table, accumulates } = given;
  const entries = tables.subarray(table, table + count);
  const together = runLength(entries, new Set());
  const key = JSON.stringify(["scatter", table, count, block, out]);
  const address = place(key, () => every(entries, together, (first) => at(out + first * block)));
  return instruction("scatter", [
    block * together,
    count / together,
    address,
    at(x),
    at(out),
    accumulates ? 0 : length * size,
  ]);
}

/** The addresses of every n-th entry, and 0 for −1. */
function every(entries: Int32Array, n: number, address: (entry: number) => number): Int32Array {
  return Int32Array.from({ length: entries.length / n }, (_, i) => {
    const entry = entries[i * n] as number;
    return entry < 0 ? 0 : address(entry);
  });
}

/** Where each source begins, in blocks. */
function boundsOf(sources: GatherInstruction["sources"]): Array<number> {
  let sum = 0;
  return sources.map(({ blocks }) => {
    const bound = sum;
    sum += blocks;
    return bound;
  });
}

/** The last bound that is at most `entry`: sources may be empty. */
function lastAtMost(bounds: ReadonlyArray<number>, entry: number): number {
  let last = 0;
  for (const [i, bound] of bounds.entries()) if (bound <= entry) last = i;
  return last;
}

/** The largest number into whose multiples all runs of consecutive blocks can be divided; a run ends at a bound. */
function runLength(entries: Int32Array, bounds: ReadonlySet<number>): number {
  let divisor = 0;
  let length = 0;
  let previous: number | undefined;
  for (const entry of entries) {
    const follows = entry < 0 ? previous === entry : previous === entry - 1 && !bounds.has(entry);
    if (previous !== undefined && !(follows && (entry < 0 || previous >= 0))) {
      divisor = gcd(length, divisor);
      length = 0;
    }
    length++;
    previous = entry;
  }
  return Math.max(1, gcd(length, divisor));
}
