import type { Instruction, Program } from "./program.js";

/** What a program costs. */
export interface ProgramFigures {
  /** Instructions of each list. */
  readonly instructions: {
    readonly prelude: number;
    readonly forward: number;
    readonly backward: number;
  };
  /** Operations on numbers of one evaluation, and of one VJP: an addition, a product or a function counts as one. */
  readonly flops: { readonly forward: number; readonly backward: number };
  /** Bytes of the arena, and of the tables. */
  readonly arenaBytes: number;
  readonly tableBytes: number;
}

/** Counts what a program does. */
export function describeProgram(program: Program): ProgramFigures {
  const { prelude, forward, backward, precision, arenaLength, tables } = program;
  return {
    instructions: {
      prelude: prelude.length,
      forward: forward.length,
      backward: backward.length,
    },
    flops: { forward: sum(forward), backward: sum(backward) },
    arenaBytes: arenaLength * (precision === "float64" ? 8 : 4),
    tableBytes: tables.byteLength,
  };
}

function sum(list: ReadonlyArray<Instruction>): number {
  return list.reduce((total, instruction) => total + flopsOf(instruction), 0);
}

function flopsOf(instruction: Instruction): number {
  switch (instruction.kind) {
    case "map": {
      const { outer, inner, body, stores } = instruction;
      const functions = body.filter(({ fn }) => fn !== "copy").length;
      return outer * inner * (functions + stores.filter((store) => store.accumulates).length);
    }
    case "matMul": {
      const { batch, m, n, k, bias, activation } = instruction;
      const epilogue = Number(bias !== undefined) + Number(activation !== undefined);
      return batch * m * n * (2 * k + epilogue);
    }
    case "reduce":
    case "cumulative":
      return instruction.outer * instruction.n * instruction.inner;
    case "gather":
      return 0;
    case "scatter":
      return instruction.count * instruction.block;
  }
}
