import { binaryFunctions, unaryFunctions } from "../../src/graph/functions/scalar-functions.js";
import type { BinaryName, MapName, UnaryName } from "../../src/graph/graph.js";
import type {
  Instruction,
  MapInstruction,
  MatMulInstruction,
  Program,
  ReduceInstruction,
} from "../../src/program/program.js";

/** Runs one instruction as its definition says, number by number. */
export function interpret(program: Program, m: Float64Array, instruction: Instruction): void {
  const get = (offset: number): number => m[offset] as number;
  switch (instruction.kind) {
    case "map":
      map(m, instruction);
      return;
    case "matMul":
      matMul(m, instruction);
      return;
    case "reduce": {
      const { fn, outer, n, inner, x, out, accumulates } = instruction;
      for (let i = 0; i < outer * inner; i++) {
        const start = x + Math.floor(i / inner) * n * inner + (i % inner);
        const line = Array.from({ length: n }, (_, j) => get(start + j * inner));
        m[out + i] = (accumulates ? get(out + i) : 0) + reductions[fn](line);
      }
      return;
    }
    case "gather": {
      const { sources, block, count, table, fill, out } = instruction;
      const numbers = sources.flatMap(({ offset, blocks }) =>
        Array.from({ length: blocks * block }, (_, i) => get(offset + i)),
      );
      for (let i = 0; i < count * block; i++) {
        const from = program.tables[table + Math.floor(i / block)] as number;
        m[out + i] = from < 0 ? fill : (numbers[from * block + (i % block)] as number);
      }
      return;
    }
    case "scatter": {
      const { block, count, table, x, out, length, accumulates } = instruction;
      if (!accumulates) m.fill(0, out, out + length);
      for (let i = 0; i < count * block; i++) {
        const to = program.tables[table + Math.floor(i / block)] as number;
        if (to >= 0)
          m[out + to * block + (i % block)] = get(out + to * block + (i % block)) + get(x + i);
      }
      return;
    }
    case "cumulative": {
      const { fn, exclusive, reverse, outer, n, inner, x, out } = instruction;
      for (let i = 0; i < outer * n * inner; i++) {
        const place = Math.floor(i / inner) % n;
        let total = fn === "sum" ? 0 : 1;
        for (let j = 0; j < n; j++) {
          const before = reverse ? j > place : j < place;
          if (!before && (exclusive || j !== place)) continue;
          const value = get(x + i + (j - place) * inner);
          total = fn === "sum" ? total + value : total * value;
        }
        m[out + i] = total;
      }
    }
  }
}

const reductions: Record<ReduceInstruction["fn"], (line: ReadonlyArray<number>) => number> = {
  sum: (line) => line.reduce((a, b) => a + b, 0),
  product: (line) => line.reduce((a, b) => a * b, 1),
  max: (line) => Math.max(...line),
  min: (line) => Math.min(...line),
  argMax: (line) => line.indexOf(Math.max(...line)),
  argMin: (line) => line.indexOf(Math.min(...line)),
};

/** Function after function, and stores at once: the order in which executors may see the least. */
function map(m: Float64Array, { outer, inner, operands, body, stores }: MapInstruction): void {
  const size = outer * inner;
  const computed: Array<Float64Array> = [];
  const read = (register: number, i: number): number => {
    const operand = operands[register];
    if (operand === undefined)
      return (computed[register - operands.length] as Float64Array)[i] as number;
    const at = { full: i, scalar: 0, row: i % inner, column: Math.floor(i / inner) }[operand.mode];
    return m[operand.offset + at] as number;
  };
  for (const { fn, registers } of body) {
    computed.push(
      Float64Array.from({ length: size }, (_, i) =>
        apply(
          fn,
          registers.map((register) => read(register, i)),
        ),
      ),
    );
    for (const { register, offset, accumulates } of stores) {
      if (register !== operands.length + computed.length - 1) continue;
      const values = computed.at(-1) as Float64Array;
      for (let i = 0; i < size; i++)
        m[offset + i] = (accumulates ? (m[offset + i] as number) : 0) + (values[i] as number);
    }
  }
}

export function apply(fn: MapName | "copy", args: ReadonlyArray<number>): number {
  const [a, b, c] = args as [number, number, number];
  if (fn === "copy") return a;
  if (fn === "select") return a !== 0 ? b : c;
  return args.length === 1
    ? unaryFunctions[fn as UnaryName](a)
    : binaryFunctions[fn as BinaryName](a, b);
}

function matMul(m: Float64Array, instruction: MatMulInstruction): void {
  const {
    batch,
    m: rows,
    n,
    k,
    a,
    b,
    c,
    strideA,
    strideB,
    strideC,
    transposeA,
    transposeB,
  } = instruction;
  const { bias, activation, accumulates } = instruction;
  for (let q = 0; q < batch; q++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < n; j++) {
        let sum = bias === undefined ? 0 : (m[bias + j] as number);
        for (let l = 0; l < k; l++)
          sum +=
            (m[a + q * strideA + (transposeA ? l * rows + i : i * k + l)] as number) *
            (m[b + q * strideB + (transposeB ? j * k + l : l * n + j)] as number);
        const to = c + q * strideC + i * n + j;
        const value = activation === undefined ? sum : unaryFunctions[activation](sum);
        m[to] = accumulates ? (m[to] as number) + value : value;
      }
}
