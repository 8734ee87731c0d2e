import type { Instruction, Program } from "../../src/program/program.js";

/** Offsets in the arena that an instruction reads and writes. */
export interface Footprint {
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
}

export function footprintOf(program: Program, instruction: Instruction): Footprint {
  const reads = new Set<number>();
  const writes = new Set<number>();
  const add = (set: Set<number>, offset: number, length: number) => {
    for (let i = 0; i < length; i++) set.add(offset + i);
  };
  const write = (offset: number, length: number, accumulates = false) => {
    add(writes, offset, length);
    if (accumulates) add(reads, offset, length);
  };
  switch (instruction.kind) {
    case "map": {
      const { outer, inner, operands, stores } = instruction;
      const lengths = { full: outer * inner, scalar: 1, row: inner, column: outer };
      for (const { offset, mode } of operands) add(reads, offset, lengths[mode]);
      for (const { offset, accumulates } of stores) write(offset, outer * inner, accumulates);
      break;
    }
    case "matMul": {
      const { batch, m, n, k, a, b, c, bias, accumulates } = instruction;
      for (let i = 0; i < batch; i++) {
        add(reads, a + i * instruction.strideA, m * k);
        add(reads, b + i * instruction.strideB, k * n);
        write(c + i * instruction.strideC, m * n, accumulates);
      }
      if (bias !== undefined) add(reads, bias, n);
      break;
    }
    case "reduce": {
      const { outer, n, inner, x, out, accumulates } = instruction;
      add(reads, x, outer * n * inner);
      write(out, outer * inner, accumulates);
      break;
    }
    case "gather": {
      const { sources, block, count, out } = instruction;
      for (const { offset, blocks } of sources) add(reads, offset, blocks * block);
      write(out, count * block);
      break;
    }
    case "scatter":
      add(reads, instruction.x, instruction.count * instruction.block);
      write(instruction.out, instruction.length, instruction.accumulates);
      break;
    case "cumulative": {
      const { outer, n, inner, x, out } = instruction;
      add(reads, x, outer * n * inner);
      write(out, outer * n * inner);
    }
  }
  for (const offset of [...reads, ...writes])
    if (!(offset >= 0 && offset < program.arenaLength)) throw new Error(`${offset} is outside`);
  return { reads, writes };
}

/** For each instruction, the offsets whose numbers are read after it, before they are written; at −1 before the first. */
export function liveAfter(
  program: Program,
  list: ReadonlyArray<Instruction>,
  atEnd: ReadonlySet<number>,
): ReadonlyArray<ReadonlySet<number>> {
  const live: Array<ReadonlySet<number>> = [atEnd];
  for (const instruction of [...list].reverse()) {
    const { reads, writes } = footprintOf(program, instruction);
    const before = new Set(live[0] as ReadonlySet<number>);
    for (const offset of writes) before.delete(offset);
    for (const offset of reads) before.add(offset);
    live.unshift(before);
  }
  return live;
}
