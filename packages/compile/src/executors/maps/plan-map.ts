import type { MapInstruction, OperandMode } from "../../program/program.js";
import { assignRegisters } from "./assign-registers.js";
import { calculationsOf, type FunctionName } from "./calculations.js";

/** How the place of an operand moves from block to block. */
export const FIXED = 0;
export const WITH_ELEMENTS = 1;
export const WITH_COLUMNS = 2;

/** Where a function reads or writes: in the register with this number, or from this offset of the arena on. */
export interface MapPlace {
  readonly at: number;
  readonly moves: typeof FIXED | typeof WITH_ELEMENTS | typeof WITH_COLUMNS;
}

/**
 * How a map is run: `outer` rows of `inner` numbers in blocks of up to `rows` rows of up to `block` columns, each through all
 * functions. Results that are not stored are in registers, which hold a block.
 */
export interface MapPlan {
  readonly outer: number;
  readonly inner: number;
  readonly rows: number;
  readonly block: number;
  /** Rows and single numbers: `period` numbers of the arena, repeated once until a register has `length`. */
  readonly fixed: ReadonlyArray<Repeated & { readonly period: number; readonly length: number }>;
  /** Columns: for each block, a number per row is repeated for the columns. */
  readonly columns: ReadonlyArray<Repeated>;
  readonly functions: ReadonlyArray<PlannedFunction>;
  /** How many registers there are. */
  readonly registers: number;
}

interface Repeated {
  readonly register: number;
  readonly offset: number;
}

/** One function for one block. */
interface PlannedFunction {
  readonly fn: FunctionName;
  readonly out: MapPlace;
  readonly operands: ReadonlyArray<MapPlace>;
}

/** Divides a map into blocks of as many numbers as a register holds. */
export function planMap(given: MapInstruction, capacity: number): MapPlan {
  const modes = given.operands.map(({ mode }) => modeOf(mode, given));
  const { outer, inner, rows, block } = blocksOf(given, modes, capacity);
  const length = Math.min(rows, outer) * Math.min(block, inner);
  const fixed: Array<MapPlan["fixed"][number]> = [];
  const columns: Array<Repeated> = [];
  let count = 0;
  const operands = given.operands.map(({ offset }, i): MapPlace => {
    const mode = modes[i] as OperandMode;
    if (mode === "full") return { at: offset, moves: WITH_ELEMENTS };
    if (mode === "row" && rows === 1) return { at: offset, moves: WITH_COLUMNS };
    const register = count++;
    if (mode === "column") columns.push({ register, offset });
    else fixed.push({ register, offset, period: mode === "scalar" ? 1 : inner, length });
    return { at: register, moves: FIXED };
  });
  const places = new Map(operands.map((place, i) => [i, place]));
  const calculations = calculationsOf(given);
  // What is repeated keeps its registers.
  const { results, end } = assignRegisters(calculations, count);
  const functions = calculations.map(({ fn, registers, result, target }, i) => {
    const read = registers.map((one) =>
      typeof one === "number"
        ? (places.get(one) as MapPlace)
        : ({ at: one.offset, moves: WITH_ELEMENTS } as const),
    );
    const out: MapPlace =
      target === undefined
        ? { at: results[i] as number, moves: FIXED }
        : { at: target, moves: WITH_ELEMENTS };
    if (result !== undefined) places.set(result, out);
    return { fn, out, operands: read };
  });
  return { outer, inner, rows, block, fixed, columns, functions, registers: end };
}

/** Of a single row or column: a row is then all numbers or one, and so is a column. */
function modeOf(mode: OperandMode, { outer, inner }: MapInstruction): OperandMode {
  if (mode === "row") return outer === 1 ? "full" : inner === 1 ? "scalar" : "row";
  if (mode === "column") return inner === 1 ? "full" : outer === 1 ? "scalar" : "column";
  return mode;
}

function blocksOf(
  { outer, inner }: MapInstruction,
  modes: ReadonlyArray<OperandMode>,
  capacity: number,
): Pick<MapPlan, "outer" | "inner" | "rows" | "block"> {
  if (!modes.includes("row") && !modes.includes("column"))
    return { outer: 1, inner: outer * inner, rows: 1, block: capacity };
  if (inner > capacity) return { outer, inner, rows: 1, block: capacity };
  const rows = Math.floor(capacity / inner);
  // Four rows together are whole vectors.
  return { outer, inner, rows: rows > 4 ? rows - (rows % 4) : rows, block: inner };
}
