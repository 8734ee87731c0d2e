const [P1, P2, P3, P4, P5] = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1] as const;

/**
 * The checksum of some words: the rounds of xxHash32. Every round is a bijection of its word, so a change of one word
 * always changes the checksum; other changes go unnoticed with a probability of 2⁻³².
 *
 * @param from The first word that counts.
 */
export function checksum(words: Uint32Array, from: number): number {
  const { length } = words;
  let [a, b, c, d] = [P1 + P2, P2, 0, -P1] as [number, number, number, number];
  let i = from;
  for (; i + 3 < length; i += 4) {
    a = round(a, words[i] as number);
    b = round(b, words[i + 1] as number);
    c = round(c, words[i + 2] as number);
    d = round(d, words[i + 3] as number);
  }
  let hash = (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18) + length) | 0;
  for (; i < length; i++)
    hash = Math.imul(rotate((hash + Math.imul(words[i] as number, P3)) | 0, 17), P4);
  hash = Math.imul(hash ^ (hash >>> 15), P2);
  hash = Math.imul(hash ^ (hash >>> 13), P3);
  return (hash ^ (hash >>> 16) ^ P5) >>> 0;
}

function round(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, P2)) | 0, 13), P1);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
