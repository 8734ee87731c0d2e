import type {
  CumulativeInstruction,
  FloatArray,
  GatherInstruction,
  ScatterInstruction,
} from "../../../program/program.js";

/** Blocks from this length on are copied by the built-in function, which takes long to call. */
const LONG = 32;

/** A gather, ready to run. */
export function prepareGather(
  memory: FloatArray,
  tables: Int32Array,
  { sources, block, count, table, fill, out }: GatherInstruction,
): () => void {
  const [only] = sources;
  if (block === 1 && sources.length === 1 && only !== undefined)
    return () => gatherNumbers(memory, tables, only.offset, count, table, fill, out);
  return () => {
    for (let i = 0, to = out; i < count; i++, to += block) {
      let index = tables[table + i] as number;
      let source = 0;
      while (index >= (sources[source] as Source).blocks) {
        index -= (sources[source] as Source).blocks;
        source++;
      }
      const from = (sources[source] as Source).offset + index * block;
      if (index < 0) for (let j = 0; j < block; j++) memory[to + j] = fill;
      else if (block >= LONG) memory.copyWithin(to, from, from + block);
      else for (let j = 0; j < block; j++) memory[to + j] = memory[from + j] as number;
    }
  };
}

type Source = GatherInstruction["sources"][number];

function gatherNumbers(
  memory: FloatArray,
  tables: Int32Array,
  from: number,
  count: number,
  table: number,
  fill: number,
  out: number,
): void {
  for (let i = 0; i < count; i++) {
    const index = tables[table + i] as number;
    memory[out + i] = index < 0 ? fill : (memory[from + index] as number);
  }
}

/** A scatter, ready to run. */
export function prepareScatter(
  memory: FloatArray,
  tables: Int32Array,
  { block, count, table, x, out, length, accumulates }: ScatterInstruction,
): () => void {
  return () => {
    if (!accumulates) memory.fill(0, out, out + length);
    for (let i = 0, from = x; i < count; i++, from += block) {
      const index = tables[table + i] as number;
      if (index < 0) continue;
      const to = out + index * block;
      for (let j = 0; j < block; j++)
        memory[to + j] = (memory[to + j] as number) + (memory[from + j] as number);
    }
  };
}

/** A cumulative sum or product, ready to run. */
export function prepareCumulative(
  memory: FloatArray,
  { fn, exclusive, reverse, outer, n, inner, x, out }: CumulativeInstruction,
): () => void {
  const step = reverse ? -inner : inner;
  const first = reverse ? (n - 1) * inner : 0;
  const isSum = fn === "sum";
  return () => {
    for (let i = 0; i < outer; i++)
      for (let j = 0; j < inner; j++) {
        let total = isSum ? 0 : 1;
        let at = i * n * inner + j + first;
        for (let l = 0; l < n; l++, at += step) {
          const value = memory[x + at] as number;
          const next = isSum ? total + value : total * value;
          memory[out + at] = exclusive ? total : next;
          total = next;
        }
      }
  };
}
