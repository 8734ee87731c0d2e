/** A number in [0, 1), another one at each call. */
export type Random = () => number;

/** A generator of the same numbers for the same seed: Marsaglia's xorshift of 32 bits (J. Stat. Softw. 8(14), 2003). */
export function seededRandom(seed: number): Random {
  // Neighbouring seeds are spread, and 0, where the generator would stand still, is avoided.
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
 * Numbers of magnitude ½ to 1 and either sign. None is near zero, so that no element of an array escapes a product with
 * them; none is exactly ±1, so that wrong elements cannot cancel by being equal.
 */
export function randomSigns(random: Random, length: number): Float64Array {
  return Float64Array.from({ length }, () => {
    const magnitude = 0.5 + random() / 2;
    return random() < 0.5 ? -magnitude : magnitude;
  });
}
