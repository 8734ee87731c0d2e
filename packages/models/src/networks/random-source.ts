/** Random numbers that are the same on every engine. */
export interface RandomSource {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * Random numbers from a 32-bit seed by the generator mulberry32 (T. Ettinger, 2017); normal ones by Box & Muller, Ann. Math.
 * Statist. 29 (1958), 610.
 *
 * @param seed Default: drawn from `Math.random`.
 */
export function randomSource(seed: number = Math.floor(Math.random() * 2 ** 32)): RandomSource {
  let state = seed | 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    uniform,
    // 1 − u is in (0, 1]: its logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}
