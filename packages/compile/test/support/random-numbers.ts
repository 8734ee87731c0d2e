/** Pseudorandom numbers: the same for the same seed (mulberry32). */
export interface RandomNumbers {
  /** From 0 to 1. */
  next(): number;
  /** An integer below `n`. */
  below(n: number): number;
  pick<T>(list: ReadonlyArray<T>): T;
  /** `n` numbers from −1 to 1. */
  array(n: number): Float64Array;
}

export function randomNumbers(seed: number): RandomNumbers {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    pick: <T>(list: ReadonlyArray<T>): T => list[below(list.length)] as T,
    array: (n) => Float64Array.from({ length: n }, () => 2 * next() - 1),
  };
}
