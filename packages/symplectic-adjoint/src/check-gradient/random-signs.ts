/** Returns the next random number in [0, 1). */
export type Random = () => number;

/**
 * A generator that returns the same numbers for the same seed: Marsaglia's xorshift of 32 bits (J. Stat. Softw. 8(14),
 * 2003).
 */
export function seededRandom(seed: number): Random {
  // Spreads neighbouring seeds and avoids 0, the generator's fixed point.
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 8; i++) next();
  return next;
}

/**
 * Numbers of magnitude ½ to 1 and random sign. Bounded away from zero, so that every element contributes to a product;
 * never exactly ±1, so that equal errors cannot cancel.
 */
export function randomSigns(random: Random, length: number): Float64Array {
  return Float64Array.from({ length }, () => {
    const magnitude = 0.5 + random() / 2;
    return random() < 0.5 ? -magnitude : magnitude;
  });
}
