import type { MapInstruction } from "../../program/program.js";

/** Where a register of a map is, for number j of row i: base + perRow · i + perNumber · j. */
export interface Register {
  readonly base: number;
  readonly perRow: number;
  readonly perNumber: number;
  /** From one number to the next: 0 if it is the same for all. */
  readonly stride: number;
}

/** A row or a column, repeated in scratch memory for the rows of a block. */
export interface Tile {
  readonly from: number;
  readonly to: number;
}

/** The registers of a map. */
export interface Registers {
  readonly list: ReadonlyArray<Register>;
  /** Rows, to be repeated once. */
  readonly rows: ReadonlyArray<Tile>;
  /** Columns, to be repeated for each block. */
  readonly columns: ReadonlyArray<Tile>;
  /** Numbers of scratch memory. */
  readonly scratch: number;
}

/** How a map is divided. */
export interface Division {
  /** Where scratch memory begins. */
  readonly scratchStart: number;
  /** Numbers of a block. */
  readonly block: number;
  /** Whether a block is part of one row, and not several rows. */
  readonly withinRow: boolean;
}

/** A register for a whole array of the arena. */
export function wholeArray(offset: number, inner: number): Register {
  return { base: offset, perRow: inner, perNumber: 1, stride: 1 };
}

/** Gives the registers of a map their places: in the arena where they are read or stored, else in scratch memory. */
export function assignRegisters(
  { operands, body, stores, inner }: MapInstruction,
  { scratchStart, block, withinRow }: Division,
): Registers {
  const rows: Array<Tile> = [];
  const columns: Array<Tile> = [];
  const free: Array<number> = [];
  let end = scratchStart;
  const take = (): number => {
    const base = free.pop() ?? end;
    if (base === end) end += block;
    return base;
  };
  const scratchRegister = (base: number): Register => ({
    base,
    perRow: 0,
    perNumber: 0,
    stride: 1,
  });
  const operandRegister = ({ offset, mode }: MapInstruction["operands"][number]): Register => {
    if (mode === "full") return wholeArray(offset, inner);
    if (mode === "scalar") return { base: offset, perRow: 0, perNumber: 0, stride: 0 };
    if (withinRow)
      return mode === "row"
        ? { base: offset, perRow: 0, perNumber: 1, stride: 1 }
        : { base: offset, perRow: 1, perNumber: 0, stride: 0 };
    const to = take();
    (mode === "row" ? rows : columns).push({ from: offset, to });
    return scratchRegister(to);
  };
  const list = operands.map(operandRegister);
  const lastReads = new Map<number, number>();
  for (const [i, entry] of body.entries())
    for (const register of entry.registers) lastReads.set(register, i);
  for (const [i, { registers }] of body.entries()) {
    const id = operands.length + i;
    const own = stores.filter(({ register }) => register === id);
    // What waits to be stored must not be overwritten.
    if (own.some(({ offset }) => isReadLater(operands, body, offset, i)))
      lastReads.set(id, body.length);
    const store = own.find(
      ({ offset, accumulates }) => !accumulates && !isReadLater(operands, body, offset, i),
    );
    list.push(store === undefined ? scratchRegister(take()) : wholeArray(store.offset, inner));
    for (const register of new Set(registers)) {
      const isOwn = register >= operands.length && (list[register] as Register).perNumber === 0;
      // The result of this entry does not take the place of its operands, for loops that read several times.
      if (isOwn && lastReads.get(register) === i) free.push((list[register] as Register).base);
    }
  }
  return { list, rows, columns, scratch: end - scratchStart };
}

/**
 * Whether an operand at this place is read after an entry of the body: a value that has its place may be several operands,
 * and is overwritten only when all of them have been read.
 */
export function isReadLater(
  operands: MapInstruction["operands"],
  body: MapInstruction["body"],
  offset: number,
  entry: number,
): boolean {
  return body
    .slice(entry + 1)
    .some(({ registers }) => registers.some((register) => operands[register]?.offset === offset));
}
