import type {
  CumulativeInstruction,
  Instruction,
  MatMulInstruction,
  Program,
  ReduceInstruction,
} from "../../../program/program.js";
import type { Addresses } from "./addresses.js";
import { functionCode } from "./function-codes.js";
import { instruction } from "./kinds.js";
import { mapWords } from "./map-words.js";
import { gatherWords, scatterWords } from "./table-words.js";

/** The words of instructions, as the module reads them. */
export function serialise(
  instructions: ReadonlyArray<Instruction>,
  program: Program,
  addresses: Addresses,
): Array<number> {
  return instructions.flatMap((one) => wordsOf(one, program, addresses));
}

function wordsOf(one: Instruction, { tables }: Program, addresses: Addresses): Array<number> {
  switch (one.kind) {
    case "map":
      return mapWords(one, addresses);
    case "matMul":
      return matMulWords(one, addresses);
    case "reduce":
      return reduceWords(one, addresses);
    case "gather":
      return gatherWords(one, tables, addresses);
    case "scatter":
      return scatterWords(one, tables, addresses);
    case "cumulative":
      return cumulativeWords(one, addresses);
  }
}

const NO_ACTIVATION = -1;

function matMulWords(given: MatMulInstruction, { size, at }: Addresses): Array<number> {
  const { k, n, transposeA, transposeB, strideA, strideB, strideC } = given;
  const { batch, m } = rowsTogether(given);
  return instruction("matMul", [
    batch,
    m,
    n,
    k,
    at(given.a),
    at(given.b),
    at(given.c),
    ...[strideA, strideB, strideC].map((stride) => stride * size),
    ...(transposeA ? [size, m * size] : [k * size, size]),
    ...(transposeB ? [size, k * size] : [n * size, size]),
    given.bias === undefined ? 0 : at(given.bias),
    given.activation === undefined ? NO_ACTIVATION : functionCode(given.activation),
    Number(given.accumulates),
  ]);
}

/** If all matrices of a batch have the same right factor and lie one after another, they are one with many rows. */
function rowsTogether(given: MatMulInstruction): { batch: number; m: number } {
  const { batch, m, n, k, transposeA, strideA, strideB, strideC } = given;
  const together = strideA === m * k && strideB === 0 && strideC === m * n && !transposeA;
  return together ? { batch: 1, m: batch * m } : { batch, m };
}

const REDUCTIONS = ["sum", "max", "min", "product", "argMax", "argMin"];

function reduceWords(given: ReduceInstruction, { at }: Addresses): Array<number> {
  const { fn, outer, n, inner, x, out, accumulates } = given;
  return instruction("reduce", [
    REDUCTIONS.indexOf(fn),
    outer,
    n,
    inner,
    at(x),
    at(out),
    Number(accumulates),
  ]);
}

function cumulativeWords(given: CumulativeInstruction, { at }: Addresses): Array<number> {
  const { fn, exclusive, reverse, outer, n, inner, x, out } = given;
  return instruction("cumulative", [
    Number(fn === "product"),
    Number(exclusive),
    Number(reverse),
    outer,
    n,
    inner,
    at(x),
    at(out),
  ]);
}
