import type { BinaryName, UnaryName } from "../../src/graph/graph.js";
import type { Instruction, MapInstruction, OperandMode } from "../../src/program/program.js";

/** Numbers from 0 to 1 from a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One random instruction on an arena of its own. */
export interface RandomInstruction {
  readonly instruction: Instruction;
  readonly arena: Float64Array;
  readonly tables: Int32Array;
}

/** Functions without kinks that magnify the rounding of float32. */
const UNARY: ReadonlyArray<UnaryName> = [
  "tanh",
  "sigmoid",
  "sin",
  "cos",
  "softplus",
  "exp",
  "square",
  "negate",
  "erf",
  "atan",
  "relu",
  "abs",
];
const BINARY: ReadonlyArray<BinaryName> = ["add", "multiply", "subtract", "max", "min"];

export function randomInstruction(seed: number): RandomInstruction {
  const random = randomNumbers(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(list: ReadonlyArray<T>): T => list[below(list.length)] as T;
  const flip = (): boolean => random() < 0.5;
  /** Mostly small, sometimes longer than a block of any kind. */
  const size = (): number => pick([1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33, below(70) + 1]);
  let end = below(4);
  const take = (length: number): number => {
    const offset = end;
    end += length + below(3);
    return offset;
  };
  const tables: Array<number> = Array.from({ length: below(3) }, () => 0);

  function map(): MapInstruction {
    const outer = size();
    const inner = pick([size(), size(), 300 + below(300)]);
    const lengths: Record<OperandMode, number> = {
      full: outer * inner,
      scalar: 1,
      row: inner,
      column: outer,
    };
    const operands = Array.from({ length: 1 + below(3) }, () => {
      const mode = pick<OperandMode>(["full", "full", "scalar", "row", "column"]);
      return { offset: take(lengths[mode]), mode };
    });
    const body: Array<MapInstruction["body"][number]> = [];
    const registers = (): number => below(operands.length + body.length);
    const steps = below(7);
    for (let i = 0; i < steps; i++) {
      const kind = below(8);
      if (kind < 3) body.push({ fn: pick(UNARY), registers: [registers()] });
      else if (kind === 3)
        body.push({ fn: "select", registers: [registers(), registers(), registers()] });
      else body.push({ fn: pick(BINARY), registers: [registers(), registers()] });
    }
    const places: Array<number> = operands
      .filter(({ mode }) => mode === "full")
      .map(({ offset }) => offset);
    const stores = Array.from({ length: 1 + below(3) }, () => {
      // Sometimes in place of an operand; each place once.
      const [inPlace] = flip() ? places.splice(0) : [];
      return {
        register: registers(),
        offset: inPlace ?? take(outer * inner),
        accumulates: random() < 0.3,
      };
    });
    return { kind: "map", outer, inner, operands, body, stores };
  }

  function matMul(): Instruction {
    const [batch, m, n, k] = [
      pick([1, 1, 2, 3]),
      size(),
      size(),
      pick([size(), size(), 200 + below(150)]),
    ];
    const [shareA, shareB, shareC] = [random() < 0.3, random() < 0.3, random() < 0.2];
    const accumulates = shareC && batch > 1 ? true : random() < 0.3;
    return {
      kind: "matMul",
      batch,
      m,
      n,
      k,
      a: take((shareA ? 1 : batch) * m * k),
      b: take((shareB ? 1 : batch) * k * n),
      c: take((shareC ? 1 : batch) * m * n),
      strideA: shareA ? 0 : m * k,
      strideB: shareB ? 0 : k * n,
      strideC: shareC ? 0 : m * n,
      transposeA: flip(),
      transposeB: flip(),
      bias: accumulates || flip() ? undefined : take(n),
      activation: accumulates || flip() ? undefined : pick(UNARY),
      accumulates,
    };
  }

  function reduce(): Instruction {
    const [outer, n, inner] = [size(), size(), pick([1, size()])];
    const fn = pick(["sum", "sum", "max", "min", "product", "argMax", "argMin"] as const);
    const accumulates = fn === "sum" && flip();
    return {
      kind: "reduce",
      fn,
      outer,
      n,
      inner,
      x: take(outer * n * inner),
      out: take(outer * inner),
      accumulates,
    };
  }

  function entries(count: number, blocks: number): number {
    const start = tables.length;
    const run = pick([1, 1, 2, 3, 4]);
    for (let i = 0; i < count; i++) {
      const first = random() < 0.2 ? -1 : below(blocks);
      for (let j = 0; j < run && i < count; j++, i++)
        tables.push(first < 0 ? -1 : Math.min(first + j, blocks - 1));
      i--;
    }
    return start;
  }

  function gather(): Instruction {
    const block = size();
    const sources = Array.from({ length: 1 + below(3) }, () => {
      const blocks = size();
      return { offset: take(blocks * block), blocks };
    });
    const count = size();
    const table = entries(
      count,
      sources.reduce((sum, { blocks }) => sum + blocks, 0),
    );
    return {
      kind: "gather",
      sources,
      block,
      count,
      table,
      fill: pick([0, 1.5]),
      out: take(count * block),
    };
  }

  function scatter(): Instruction {
    const [block, count, blocks] = [size(), size(), size()];
    return {
      kind: "scatter",
      block,
      count,
      table: entries(count, blocks),
      x: take(count * block),
      out: take(blocks * block),
      length: blocks * block,
      accumulates: flip(),
    };
  }

  function cumulative(): Instruction {
    const [outer, n, inner] = [size(), size(), pick([1, size()])];
    return {
      kind: "cumulative",
      fn: pick(["sum", "product"] as const),
      exclusive: flip(),
      reverse: flip(),
      outer,
      n,
      inner,
      x: take(outer * n * inner),
      out: take(outer * n * inner),
    };
  }

  const instruction = pick([map, map, map, matMul, matMul, reduce, gather, scatter, cumulative])();
  end += below(4);
  // Products of at most 1, so that functions do not magnify their rounding.
  const scale = instruction.kind === "matMul" ? instruction.k ** -0.5 : 1;
  const arena = Float64Array.from({ length: end }, () => Math.fround(scale * (2 * random() - 1)));
  return { instruction, arena, tables: Int32Array.from(tables) };
}
