import type { Calculation } from "./calculations.js";

/** Registers of a map by number. */
export interface Registers {
  /** That of each result; undefined for those that are stored. */
  readonly results: ReadonlyArray<number | undefined>;
  /** The first number that is not used. */
  readonly end: number;
}

/** Gives results registers from number `first` on. They are used again after the last read, by the result that reads too. */
export function assignRegisters(
  calculations: ReadonlyArray<Calculation>,
  first: number,
): Registers {
  const lastUse = new Map<unknown, number>();
  for (const [i, { registers }] of calculations.entries())
    for (const one of registers) lastUse.set(one, i);
  const owned = new Map<unknown, number>();
  const free: Array<number> = [];
  let end = first;
  const results = calculations.map(({ registers, result, target }, i) => {
    for (const one of registers) {
      const register = owned.get(one);
      if (register === undefined || lastUse.get(one) !== i) continue;
      free.push(register);
      owned.delete(one);
    }
    if (target !== undefined) return undefined;
    const register = free.pop() ?? end++;
    owned.set(result, register);
    return register;
  });
  return { results, end };
}
