import type { FloatArray, Instruction, Program } from "../../program/program.js";
import { prepareCumulative, prepareGather, prepareScatter } from "./loops/rearrange-loops.js";
import { prepareReduce } from "./loops/reduce-loop.js";
import { prepareMap, scratchOf } from "./prepare-map.js";
import { prepareMatMul } from "./prepare-mat-mul.js";

/** Scratch memory that the maps of a program need besides its arena, in numbers. */
export function scratchLength({ prelude, forward, backward }: Program): number {
  let most = 0;
  for (const instruction of [...prelude, ...forward, ...backward])
    if (instruction.kind === "map") most = Math.max(most, scratchOf(instruction));
  return most;
}

/** An instruction, ready to run on a memory that consists of the arena and scratch memory. */
export function prepare(
  memory: FloatArray,
  { tables, arenaLength }: Pick<Program, "tables" | "arenaLength">,
  instruction: Instruction,
): () => void {
  switch (instruction.kind) {
    case "map":
      return prepareMap(memory, instruction, arenaLength);
    case "matMul":
      return prepareMatMul(memory, instruction);
    case "reduce":
      return prepareReduce(memory, instruction);
    case "gather":
      return prepareGather(memory, tables, instruction);
    case "scatter":
      return prepareScatter(memory, tables, instruction);
    case "cumulative":
      return prepareCumulative(memory, instruction);
  }
}
