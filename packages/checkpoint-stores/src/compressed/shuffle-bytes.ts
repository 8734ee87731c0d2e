/**
 * Sorts the bytes of numbers by their place in the number: all first bytes, then all second ones, and so on. Signs and
 * exponents of neighbouring numbers are alike, so they compress better next to each other.
 */
export function shuffleBytes(bytes: Uint8Array, size: number): Uint8Array {
  const shuffled = new Uint8Array(bytes.length);
  const count = bytes.length / size;
  for (let place = 0, to = 0; place < size; place++)
    for (let i = 0, from = place; i < count; i++, from += size)
      shuffled[to++] = bytes[from] as number;
  return shuffled;
}

/** The inverse of {@link shuffleBytes}. */
export function unshuffleBytes(shuffled: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(shuffled.length);
  const count = shuffled.length / size;
  for (let place = 0, from = 0; place < size; place++)
    for (let i = 0, to = place; i < count; i++, to += size) bytes[to] = shuffled[from++] as number;
  return bytes;
}
