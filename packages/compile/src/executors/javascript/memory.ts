import type { FloatArray, Program, Slot } from "../../program/program.js";
import type { Leaves } from "../executor.js";

/** Up to this length a loop is faster than the built-in functions. */
const SHORT = 64;

/** Writes leaves into their slots. */
export function copyIn(memory: FloatArray, slots: ReadonlyArray<Slot>, leaves: Leaves): void {
  for (let leaf = 0; leaf < slots.length; leaf++) {
    const { offset, length } = slots[leaf] as Slot;
    const from = leaves[leaf] as FloatArray;
    if (length > SHORT) memory.set(from, offset);
    else for (let i = 0; i < length; i++) memory[offset + i] = from[i] as number;
  }
}

/** Reads leaves from their slots. */
export function copyOut(memory: FloatArray, slots: ReadonlyArray<Slot>, leaves: Leaves): void {
  for (let leaf = 0; leaf < slots.length; leaf++) {
    const { offset, length } = slots[leaf] as Slot;
    const to = leaves[leaf] as FloatArray;
    if (length > SHORT) to.set(memory.subarray(offset, offset + length));
    else for (let i = 0; i < length; i++) to[i] = memory[offset + i] as number;
  }
}

/** Adds slots to leaves. */
export function addOut(memory: FloatArray, slots: ReadonlyArray<Slot>, leaves: Leaves): void {
  for (let leaf = 0; leaf < slots.length; leaf++) {
    const { offset, length } = slots[leaf] as Slot;
    const to = leaves[leaf] as FloatArray;
    for (let i = 0; i < length; i++) to[i] = (to[i] as number) + (memory[offset + i] as number);
  }
}

/** Copies an array into another of the same length. */
export function copyInto(to: FloatArray, from: FloatArray): void {
  if (from.length > SHORT) to.set(from);
  else for (let i = 0; i < from.length; i++) to[i] = from[i] as number;
}

/** Fills slots with zeros. */
export function zeroOut(memory: FloatArray, slots: ReadonlyArray<Slot>): void {
  for (const { offset, length } of slots)
    if (length > SHORT) memory.fill(0, offset, offset + length);
    else for (let i = 0; i < length; i++) memory[offset + i] = 0;
}

/** The numbers of slots that lie next to one another. */
export function viewOf(memory: FloatArray, slots: ReadonlyArray<Slot>): FloatArray {
  const start = slots[0]?.offset ?? 0;
  return memory.subarray(start, start + totalOf(slots));
}

/** How many numbers slots have. */
export function totalOf(slots: ReadonlyArray<Slot>): number {
  return slots.reduce((sum, { length }) => sum + length, 0);
}

/** Zeros in a precision. */
export function newArray(precision: Program["precision"], length: number): FloatArray {
  return precision === "float64" ? new Float64Array(length) : new Float32Array(length);
}
