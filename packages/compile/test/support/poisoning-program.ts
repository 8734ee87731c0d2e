import type { Instruction, Program, Slot } from "../../src/program/program.js";
import { footprintOf, liveAfter } from "./footprint.js";
import { interpret } from "./interpret.js";

/**
 * Runs a program by its definition, and writes NaN over every number as soon as nothing reads it any more: whatever is read
 * without having been written spoils the results.
 */
export function poisoningProgram(program: Program) {
  const { inputs, outputs, bars, constants, prelude, forward, backward, arenaLength } = program;
  const memory = new Float64Array(arenaLength).fill(Number.NaN);
  for (const { offset, values } of constants) memory.set(values, offset);
  const given = offsetsOf([
    ...inputs.states,
    ...inputs.parameters,
    ...inputs.captured,
    ...inputs.cotangents,
    ...(inputs.time === undefined ? [] : [inputs.time]),
    ...constants.map(({ offset, values }) => ({ offset, length: values.length })),
  ]);
  const results = offsetsOf([
    ...outputs,
    ...bars.states,
    ...bars.parameters,
    ...(bars.time === undefined ? [] : [bars.time]),
  ]);
  const kept = new Set([...given, ...results]);
  const needed = [forward, backward].flatMap((list) => [
    ...(liveAfter(program, list, new Set())[0] as ReadonlySet<number>),
  ]);
  // What the prelude computes for the others.
  const fromPrelude = new Set(needed.filter((offset) => !kept.has(offset)));
  const lasting = new Set([...kept, ...fromPrelude]);
  // Whatever a list writes or reads, it may leave behind.
  const touched = (list: ReadonlyArray<Instruction>) =>
    new Set(
      list.flatMap((one) => Object.values(footprintOf(program, one)).flatMap((set) => [...set])),
    );
  const run = (list: ReadonlyArray<Instruction>) => {
    const written = touched(list);
    const live = liveAfter(program, list, lasting);
    for (const [i, instruction] of list.entries()) {
      refuseOverlap(program, instruction);
      interpret(program, memory, instruction);
      const after = live[i + 1] as ReadonlySet<number>;
      for (const at of written) if (!after.has(at)) memory[at] = Number.NaN;
    }
  };
  return {
    memory,
    prelude: () => run(prelude),
    forward: () => run(forward),
    backward: () => run(backward),
    /** Numbers that are used at some time: by the lists, as inputs or as results. */
    used(): ReadonlySet<number> {
      const used = new Set([...kept, ...fromPrelude]);
      for (const list of [prelude, forward, backward])
        for (const instruction of list)
          for (const offset of footprintOf(program, instruction).writes) used.add(offset);
      return used;
    },
    /** Results that are places of inputs, which must be none. */
    confused: () => [...results].filter((offset) => given.has(offset)),
  };
}

function offsetsOf(slots: ReadonlyArray<Slot>): Set<number> {
  return new Set(
    slots.flatMap(({ offset, length }) => Array.from({ length }, (_, i) => offset + i)),
  );
}

/** Results must not lie on operands, except where a map stores a register on a full operand that it reads no more. */
function refuseOverlap(program: Program, instruction: Instruction): void {
  const accumulates = "accumulates" in instruction && instruction.accumulates;
  const { reads, writes } = footprintOf(program, instruction);
  const shared = [...writes].filter((offset) => reads.has(offset));
  if (instruction.kind !== "map") {
    if (!accumulates && shared.length > 0) throw new Error("a result lies on an operand");
    return;
  }
  const { operands, body, stores, outer, inner } = instruction;
  const size = outer * inner;
  for (const store of stores)
    for (const [register, { offset, mode }] of operands.entries()) {
      const length = { full: size, scalar: 1, row: inner, column: outer }[mode];
      if (store.offset >= offset + length || offset >= store.offset + size) continue;
      const later = body.slice(store.register - operands.length + 1);
      if (mode !== "full" || offset !== store.offset || store.accumulates)
        throw new Error("a store lies on an operand");
      if (later.some((entry) => entry.registers.includes(register)))
        throw new Error("an operand is read after a store in its place");
    }
}
