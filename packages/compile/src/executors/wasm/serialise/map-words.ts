import type { MapInstruction, OperandMode } from "../../../program/program.js";
import { assignRegisters } from "../../maps/assign-registers.js";
import { type Calculation, calculationsOf } from "../../maps/calculations.js";
import { type Addresses, REGISTER_BYTES } from "./addresses.js";
import { functionCode } from "./function-codes.js";
import { instruction } from "./kinds.js";

/** How an address moves, in its lowest bits. */
const FIXED = 0;
const WITH_ELEMENTS = 1;
const WITH_COLUMNS = 2;

/** The shape of a map, and how it is divided into blocks: `rows` rows of up to `block` columns. */
interface Blocks {
  readonly outer: number;
  readonly inner: number;
  readonly rows: number;
  readonly block: number;
}

export function mapWords(given: MapInstruction, addresses: Addresses): Array<number> {
  const { size, at, register } = addresses;
  const { outer, inner, rows, block } = blocksOf(given, REGISTER_BYTES / size);
  const fixed: Array<number> = [];
  const columns: Array<number> = [];
  const numbers = Math.min(rows, outer) * Math.min(block, inner);
  // Room for incomplete blocks; then what is spread over a block, which no result may overwrite.
  let next = 1;
  const places = given.operands.map((operand) => {
    const source = at(operand.offset);
    const mode = modeOf(operand.mode, given);
    if (mode === "full") return source + WITH_ELEMENTS;
    if (mode === "row" && rows === 1) return source + WITH_COLUMNS;
    const place = register(next++);
    if (mode === "column") columns.push(place, source);
    else fixed.push(place, source, mode === "scalar" ? 1 : inner, numbers);
    return place + FIXED;
  });
  const calculations = calculationsOf(given);
  const functions = placeResults(calculations, places, next, addresses);
  return instruction("map", [
    outer,
    inner,
    rows,
    block,
    fixed.length / 4,
    columns.length / 2,
    calculations.length,
    ...fixed,
    ...columns,
    ...functions,
  ]);
}

/** Of a single row or column: a row is then all numbers or one, and so is a column. */
function modeOf(mode: OperandMode, { outer, inner }: MapInstruction): OperandMode {
  if (mode === "row") return outer === 1 ? "full" : inner === 1 ? "scalar" : "row";
  if (mode === "column") return inner === 1 ? "full" : outer === 1 ? "scalar" : "column";
  return mode;
}

function blocksOf(given: MapInstruction, capacity: number): Blocks {
  const { outer, inner } = given;
  const modes = given.operands.map(({ mode }) => modeOf(mode, given));
  if (!modes.includes("row") && !modes.includes("column"))
    return { outer: 1, inner: outer * inner, rows: 1, block: capacity };
  if (inner > capacity) return { outer, inner, rows: 1, block: capacity };
  const rows = Math.floor(capacity / inner);
  // Four rows together are whole vectors.
  return { outer, inner, rows: rows > 4 ? rows - (rows % 4) : rows, block: inner };
}

/** The words of the functions, whose results lie in the arena if they are stored there, else in registers. */
function placeResults(
  calculations: ReadonlyArray<Calculation>,
  operands: ReadonlyArray<number>,
  reserved: number,
  { at, register }: Addresses,
): Array<number> {
  const places = new Map(operands.map((place, i) => [i, place]));
  const { results } = assignRegisters(calculations, reserved);
  return calculations.flatMap(({ fn, registers, result, target }, i) => {
    const [x = 0, y = 0, z = 0] = registers.map((one) =>
      typeof one === "number" ? (places.get(one) as number) : at(one.offset) + WITH_ELEMENTS,
    );
    const place =
      target === undefined ? register(results[i] as number) + FIXED : at(target) + WITH_ELEMENTS;
    if (result !== undefined) places.set(result, place);
    return [functionCode(fn), place, x, y, z, register(0)];
  });
}
