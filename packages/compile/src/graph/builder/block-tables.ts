/** A rearrangement of blocks: see GatherNode. */
export interface BlockTable {
  readonly block: number;
  readonly table: Int32Array;
}

/** The same rearrangement in the largest possible blocks; `sizes` are the lengths of the arrays that it reads. */
export function mergeBlocks(
  { block, table }: BlockTable,
  sizes: ReadonlyArray<number>,
): BlockTable {
  const count = table.length;
  let merged = sizes.reduce((divisor, size) => gcd(divisor, size / block), count);
  for (let i = 0; i < count && merged > 1; i++) {
    const from = table[i] as number;
    const before = i === 0 ? undefined : (table[i - 1] as number);
    const continues =
      before !== undefined && (from < 0 ? before < 0 : before >= 0 && from === before + 1);
    if (!continues) {
      // A run begins here, so a block does; and blocks are read only from multiples of their length.
      merged = gcd(merged, i);
      merged = from < 0 ? merged : gcd(merged, from);
    }
  }
  if (merged <= 1) {
    return { block, table };
  }
  const starts = Int32Array.from({ length: count / merged }, (_, i) => {
    const from = table[i * merged] as number;
    return from < 0 ? -1 : from / merged;
  });
  return { block: block * merged, table: starts };
}

/** The same rearrangement in blocks of a divisor of its block. */
export function splitBlocks({ block, table }: BlockTable, into: number): BlockTable {
  const parts = block / into;
  if (parts === 1) {
    return { block, table };
  }
  const split = new Int32Array(table.length * parts);
  for (let i = 0; i < split.length; i++) {
    const from = table[Math.floor(i / parts)] as number;
    split[i] = from < 0 ? -1 : from * parts + (i % parts);
  }
  return { block: into, table: split };
}

/** The inverse of a table that reads no block twice: −1 where nothing is read. Undefined if a block is read twice. */
export function invertTable(table: Int32Array, length: number): Int32Array | undefined {
  const inverse = new Int32Array(length).fill(-1);
  for (const [i, from] of table.entries()) {
    if (from >= 0) {
      if (inverse[from] !== -1) {
        return undefined;
      }
      inverse[from] = i;
    }
  }
  return inverse;
}

/** Whether a table reads all blocks in order. */
export function isIdentity(table: Int32Array): boolean {
  return table.every((from, i) => from === i);
}

/** The greatest common divisor of two numbers that are not negative. */
export function gcd(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller > 0) {
    [larger, smaller] = [smaller, larger % smaller];
  }
  return larger;
}
