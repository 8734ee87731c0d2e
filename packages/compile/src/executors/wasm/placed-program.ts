import type { Program, Slot } from "../../program/program.js";
import type { ModuleMemory } from "./module-memory.js";
import { type Addresses, layOut } from "./serialise/addresses.js";
import { instruction } from "./serialise/kinds.js";
import type { MemoryPlan } from "./serialise/memory-plan.js";
import { serialise } from "./serialise/serialise.js";

/** Instructions in memory: from one address to another. */
export interface Code {
  readonly begin: number;
  readonly end: number;
}

/** A program in its memory. */
export interface PlacedProgram extends Addresses {
  readonly prelude: Code;
  readonly forward: Code;
  readonly backward: Code;
  /** Zeroes the parameters' cotangents. */
  readonly zero: Code;
}

/** Lays out a program, and places its instructions and its tables. */
export function placeProgram(program: Program, { plan }: ModuleMemory): PlacedProgram {
  const addresses = layOut(program, plan);
  const { at, size } = addresses;
  const zeros = program.bars.parameters.flatMap(({ offset, length }) =>
    instruction("zero", [at(offset), length * size]),
  );
  return {
    ...addresses,
    prelude: placeCode(plan, serialise(program.prelude, program, addresses)),
    forward: placeCode(plan, serialise(program.forward, program, addresses)),
    backward: placeCode(plan, serialise(program.backward, program, addresses)),
    zero: placeCode(plan, zeros),
  };
}

export function placeCode(plan: MemoryPlan, words: ReadonlyArray<number>): Code {
  const begin = plan.place(Int32Array.from(words));
  return { begin, end: begin + 4 * words.length };
}

/** The numbers of adjacent slots together. */
export function extentOf(slots: ReadonlyArray<Slot>): Slot {
  const length = slots.reduce((sum, slot) => sum + slot.length, 0);
  return { offset: slots[0]?.offset ?? 0, length };
}
