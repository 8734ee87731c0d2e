/** Uniform numbers in [low, high), the same for the same seed (mulberry32). */
export function uniform(seed: number, low = -1, high = 1): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return low + (high - low) * (((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32);
  };
}
