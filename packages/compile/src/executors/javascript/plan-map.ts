import type { MapInstruction } from "../../program/program.js";
import { assignRegisters } from "../maps/assign-registers.js";
import { calculationsOf, type FunctionName } from "../maps/calculations.js";
import { binaryLoop, ternaryLoops } from "./loops/binary-loops.js";
import type { MapLoop } from "./loops/map-loop.js";
import { isUnary, unaryLoop } from "./loops/unary-loops.js";

/** How a map is run: block after block, each through all functions. Registers are in scratch memory. */
export interface MapPlan {
  /** Rows that are taken one by one, or 1 if a block may consist of several. */
  readonly rows: number;
  /** Numbers of each. */
  readonly length: number;
  readonly block: number;
  /** Rows, to be repeated once. */
  readonly repeatedRows: ReadonlyArray<Tile>;
  /** Columns, to be repeated for each block. */
  readonly repeatedColumns: ReadonlyArray<Tile>;
  /** Numbers of scratch memory. */
  readonly scratch: number;
  readonly steps: ReadonlyArray<MapStep>;
}

/** A row or a column, repeated in scratch memory for the rows of a block. */
export interface Tile {
  readonly from: number;
  readonly to: number;
}

/** One function for one block. */
export interface MapStep {
  readonly loop: MapLoop;
  readonly out: Register;
  readonly a: Register;
  readonly b: Register;
  readonly c: Register;
}

/** Where a register of a map is, for number j of row i: base + perRow · i + perNumber · j. */
export interface Register {
  readonly base: number;
  readonly perRow: number;
  readonly perNumber: number;
  /** From one number to the next: 0 if it is the same for all. */
  readonly stride: number;
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
  const repeatedRows: Array<Tile> = [];
  const repeatedColumns: Array<Tile> = [];
  let tiles = 0;
  const scratch = (register: number): Register => at(scratchStart + register * block, 0, 0, 1);
  const whole = (offset: number): Register => at(offset, inner, 1, 1);
  const operandRegister = ({ offset, mode }: MapInstruction["operands"][number]): Register => {
    if (mode === "full") return whole(offset);
    if (mode === "scalar") return at(offset, 0, 0, 0);
    if (withinRow) return mode === "row" ? at(offset, 0, 1, 1) : at(offset, 1, 0, 0);
    const tile = scratch(tiles++);
    (mode === "row" ? repeatedRows : repeatedColumns).push({ from: offset, to: tile.base });
    return tile;
  };
  const registers = new Map(operands.map((operand, i) => [i, operandRegister(operand)]));
  const calculations = calculationsOf(instruction);
  const { results, end } = assignRegisters(calculations, tiles);
  const steps = calculations.map(({ fn, registers: read, result, target }, i): MapStep => {
    const [a, b = a, c = a] = read.map((one) =>
      typeof one === "number" ? registers.get(one) : whole(one.offset),
    ) as [Register, Register?, Register?];
    const out = target === undefined ? scratch(results[i] as number) : whole(target);
    if (result !== undefined) registers.set(result, out);
    return { loop: loopOf(fn), out, a, b, c };
  });
  const rows = withinRow ? outer : 1;
  return { rows, length, block, repeatedRows, repeatedColumns, scratch: end * block, steps };
}

function at(base: number, perRow: number, perNumber: number, stride: number): Register {
  return { base, perRow, perNumber, stride };
}

function loopOf(fn: FunctionName): MapLoop {
  if (fn === "select" || fn === "multiplyAdd" || fn === "subtractProduct") return ternaryLoops[fn];
  return isUnary(fn) ? unaryLoop(fn) : binaryLoop(fn);
}
