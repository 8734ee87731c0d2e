import type { FloatArray, Program } from "../../program/program.js";
import { newArray, viewOf, zeroOut } from "./memory.js";
import { prepareList, scratchLength } from "./prepare.js";

/** A program with its memory, ready to run. */
export interface PreparedProgram {
  readonly program: Program;
  /** The arena, then scratch memory. */
  readonly memory: FloatArray;
  /** Where it reads the state and the cotangent, and where it writes the slope and the cotangent of the state. */
  readonly state: FloatArray;
  readonly cotangent: FloatArray;
  readonly slope: FloatArray;
  readonly stateBar: FloatArray;
  prelude(): void;
  /** From the states that are in the arena to the outputs. */
  forward(t: number): void;
  /** From the states and cotangents that are in the arena to the bars. */
  backward(t: number): void;
  zeroParameterBars(): void;
}

/** Allocates memory for a program, and writes its constants. */
export function preparedProgram(program: Program): PreparedProgram {
  const { precision, arenaLength, constants, inputs, bars } = program;
  const length = arenaLength + scratchLength(program);
  const memory = newArray(precision, length);
  for (const { offset, values } of constants) memory.set(values, offset);
  const prelude = prepareList(memory, program, program.prelude);
  const forward = prepareList(memory, program, program.forward);
  const backward = prepareList(memory, program, program.backward);
  const time = inputs.time?.offset;
  return {
    program,
    memory,
    state: viewOf(memory, inputs.states),
    cotangent: viewOf(memory, inputs.cotangents),
    slope: viewOf(memory, program.outputs),
    stateBar: viewOf(memory, bars.states),
    prelude,
    forward(t) {
      if (time !== undefined) memory[time] = t;
      forward();
    },
    backward(t) {
      if (time !== undefined) memory[time] = t;
      backward();
    },
    zeroParameterBars: () => zeroOut(memory, bars.parameters),
  };
}
