import { binaryFunctions, unaryFunctions } from "../../src/graph/functions/scalar-functions.js";
import type { BinaryName, MapName, UnaryName } from "../../src/graph/graph.js";
import type {
  CumulativeInstruction,
  GatherInstruction,
  Instruction,
  MapInstruction,
  MatMulInstruction,
  Program,
  ReduceInstruction,
  ScatterInstruction,
} from "../../src/program/program.js";

/** Runs instructions on an arena of doubles, as they are defined: number by number. */
export function runPlainly(
  instructions: ReadonlyArray<Instruction>,
  { tables }: Pick<Program, "tables">,
  arena: Float64Array,
): void {
  for (const one of instructions) {
    if (one.kind === "map") map(one, arena);
    else if (one.kind === "matMul") matMul(one, arena);
    else if (one.kind === "reduce") reduce(one, arena);
    else if (one.kind === "gather") gather(one, tables, arena);
    else if (one.kind === "scatter") scatter(one, tables, arena);
    else cumulative(one, arena);
  }
}

export function evaluateFunction(fn: MapName | "copy", inputs: ReadonlyArray<number>): number {
  const [x, y, z] = inputs as [number, number, number];
  if (fn === "copy") return x;
  if (fn === "select") return x !== 0 ? y : z;
  if (fn in unaryFunctions) return unaryFunctions[fn as UnaryName](x);
  return binaryFunctions[fn as BinaryName](x, y);
}

function map({ outer, inner, operands, body, stores }: MapInstruction, arena: Float64Array): void {
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < inner; j++) {
      const places = { full: i * inner + j, scalar: 0, row: j, column: i };
      const registers = operands.map(({ offset, mode }) => arena[offset + places[mode]] as number);
      for (const { fn, registers: from } of body)
        registers.push(
          evaluateFunction(
            fn,
            from.map((register) => registers[register] as number),
          ),
        );
      for (const { register, offset, accumulates } of stores) {
        const at = offset + i * inner + j;
        arena[at] = (accumulates ? (arena[at] as number) : 0) + (registers[register] as number);
      }
    }
  }
}

function matMul(given: MatMulInstruction, arena: Float64Array): void {
  const { m, n, k, transposeA, transposeB, bias, activation, accumulates } = given;
  for (let q = 0; q < given.batch; q++) {
    const [a, b, c] = [
      given.a + q * given.strideA,
      given.b + q * given.strideB,
      given.c + q * given.strideC,
    ];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = bias === undefined ? 0 : (arena[bias + j] as number);
        for (let p = 0; p < k; p++) {
          const left = arena[a + (transposeA ? p * m + i : i * k + p)] as number;
          sum += left * (arena[b + (transposeB ? j * k + p : p * n + j)] as number);
        }
        if (activation !== undefined) sum = unaryFunctions[activation](sum);
        const at = c + i * n + j;
        arena[at] = (accumulates ? (arena[at] as number) : 0) + sum;
      }
    }
  }
}

function reduce(
  { fn, outer, n, inner, x, out, accumulates }: ReduceInstruction,
  arena: Float64Array,
): void {
  for (let i = 0; i < outer * inner; i++) {
    const start = x + Math.floor(i / inner) * n * inner + (i % inner);
    const line = Array.from({ length: n }, (_, j) => arena[start + j * inner] as number);
    const largest = Math.max(...line);
    const smallest = Math.min(...line);
    const results = {
      sum: line.reduce((sum, value) => sum + value, accumulates ? (arena[out + i] as number) : 0),
      product: line.reduce((product, value) => product * value, 1),
      max: largest,
      min: smallest,
      argMax: line.indexOf(largest),
      argMin: line.indexOf(smallest),
    };
    arena[out + i] = results[fn];
  }
}

function gather(
  { sources, block, count, table, fill, out }: GatherInstruction,
  tables: Int32Array,
  arena: Float64Array,
): void {
  const blocks = sources.flatMap(({ offset, blocks: number }) =>
    Array.from({ length: number }, (_, i) => offset + i * block),
  );
  for (let i = 0; i < count; i++) {
    const entry = tables[table + i] as number;
    for (let j = 0; j < block; j++)
      arena[out + i * block + j] =
        entry < 0 ? fill : (arena[(blocks[entry] as number) + j] as number);
  }
}

function scatter(
  { block, count, table, x, out, length, accumulates }: ScatterInstruction,
  tables: Int32Array,
  arena: Float64Array,
): void {
  if (!accumulates) arena.fill(0, out, out + length);
  for (let i = 0; i < count; i++) {
    const entry = tables[table + i] as number;
    for (let j = 0; entry >= 0 && j < block; j++) {
      const at = out + entry * block + j;
      arena[at] = (arena[at] as number) + (arena[x + i * block + j] as number);
    }
  }
}

function cumulative(
  { fn, exclusive, reverse, outer, n, inner, x, out }: CumulativeInstruction,
  arena: Float64Array,
): void {
  for (let line = 0; line < outer * inner; line++) {
    const start = Math.floor(line / inner) * n * inner + (line % inner);
    let value = fn === "sum" ? 0 : 1;
    for (let step = 0; step < n; step++) {
      const at = start + (reverse ? n - 1 - step : step) * inner;
      const given = arena[x + at] as number;
      const next = fn === "sum" ? value + given : value * given;
      arena[out + at] = exclusive ? value : next;
      value = next;
    }
  }
}
