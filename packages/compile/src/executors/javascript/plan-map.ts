import type { MapName } from "../../graph/graph.js";
import type { MapInstruction } from "../../program/program.js";
import { binaryLoop, selectLoop } from "./loops/binary-loops.js";
import type { MapLoop } from "./loops/map-loop.js";
import { isUnary, unaryLoop } from "./loops/unary-loops.js";
import {
  assignRegisters,
  isReadLater,
  type Register,
  type Registers,
  wholeArray,
} from "./registers.js";

/** A map in blocks, between which its registers are in scratch memory. */
export interface MapPlan {
  /** Rows that are taken one by one, or 1 if a block may consist of several. */
  readonly rows: number;
  /** Numbers of each. */
  readonly length: number;
  readonly block: number;
  readonly registers: Registers;
  readonly steps: ReadonlyArray<MapStep>;
}

/** One function for one block. */
export interface MapStep {
  readonly loop: MapLoop;
  readonly out: Register;
  readonly a: Register;
  readonly b: Register;
  readonly c: Register;
}

/** Numbers of a block: few enough for all registers to stay in the fastest cache. */
const BLOCK = 256;

/** Divides a map into blocks; scratch memory begins at `scratchStart`. */
export function planMap(instruction: MapInstruction, scratchStart: number): MapPlan {
  const { outer, inner, operands } = instruction;
  const hasRows = operands.some(({ mode }) => mode === "row" || mode === "column");
  const withinRow = hasRows && inner > BLOCK / 2;
  const length = withinRow ? inner : outer * inner;
  const most = hasRows && !withinRow ? Math.floor(BLOCK / inner) * inner : BLOCK;
  const block = Math.min(most, length);
  const registers = assignRegisters(instruction, { scratchStart, block, withinRow });
  const steps = stepsOf(instruction, registers.list);
  return { rows: withinRow ? outer : 1, length, block, registers, steps };
}

function stepsOf(
  { inner, operands, body, stores }: MapInstruction,
  registers: ReadonlyArray<Register>,
): ReadonlyArray<MapStep> {
  const steps: Array<MapStep> = [];
  const atEnd: Array<MapStep> = [];
  for (const [i, entry] of body.entries()) {
    const id = operands.length + i;
    const out = registers[id] as Register;
    const [a, b = a, c = a] = entry.registers.map((register) => registers[register]) as [
      Register,
      Register?,
      Register?,
    ];
    steps.push({ loop: loopOf(entry.fn), out, a, b, c });
    for (const { register, offset, accumulates } of stores) {
      // Already there.
      if (register !== id || (!accumulates && out.perNumber === 1 && out.base === offset)) continue;
      const to = wholeArray(offset, inner);
      const loop = accumulates ? binaryLoop("add") : unaryLoop("copy");
      const late = isReadLater(operands, body, offset, i);
      (late ? atEnd : steps).push({ loop, out: to, a: out, b: to, c: out });
    }
  }
  return [...steps, ...atEnd];
}

function loopOf(fn: MapName | "copy"): MapLoop {
  if (fn === "select") return selectLoop;
  return isUnary(fn) ? unaryLoop(fn) : binaryLoop(fn);
}
