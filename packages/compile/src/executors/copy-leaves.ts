import type { FloatArray } from "../program/program.js";
import type { Leaves } from "./executor.js";

/** Up to this length a loop is faster than the built-in copies. */
const SHORT = 32;

/** Copies arrays into a memory, one after another from a place on. */
export function copyIn(leaves: Leaves, memory: FloatArray, start: number): void {
  let to = start;
  for (const leaf of leaves) {
    const { length } = leaf;
    if (length > SHORT) memory.set(leaf, to);
    else for (let i = 0; i < length; i++) memory[to + i] = leaf[i] as number;
    to += length;
  }
}

/** Fills arrays with the numbers of a memory from a place on. */
export function copyOut(leaves: Leaves, memory: FloatArray, start: number): void {
  let from = start;
  for (const leaf of leaves) {
    const { length } = leaf;
    if (length > SHORT) leaf.set(memory.subarray(from, from + length));
    else for (let i = 0; i < length; i++) leaf[i] = memory[from + i] as number;
    from += length;
  }
}

/** Adds the numbers of a memory from a place on to an array. */
export function addTo(sum: FloatArray, memory: FloatArray, start: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (memory[start + i] as number);
}
