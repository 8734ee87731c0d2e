/** The distance of neighbouring float32 numbers around a value. */
export function ulp(value: number): number {
  const size = Math.abs(value);
  if (size >= 2 ** 128) return 2 ** 104;
  if (size < 2 ** -126) return 2 ** -149;
  return 2 ** (Math.floor(Math.log2(size)) - 23);
}

/** Calls `visit` with arrays of float32 numbers, about `count` in all, spread over all bit patterns there are. */
export function sweepFloats(count: number, visit: (numbers: Float32Array) => void): void {
  const PIECE = 2 ** 16;
  // Odd, so that the last bits take all values.
  const step = Math.floor(2 ** 32 / count) | 1;
  for (let first = 0; first < 2 ** 32; first += PIECE * step) {
    const left = Math.ceil((2 ** 32 - first) / step);
    const bits = Uint32Array.from({ length: Math.min(PIECE, left) }, (_, i) => first + i * step);
    visit(new Float32Array(bits.buffer));
  }
}

/** The error function, to double precision nearly: its series, or where that cancels its continued fraction. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let [sum, term] = [0, x];
    for (let n = 0; n < 60; n++) {
      sum += term / (2 * n + 1);
      term *= -(x * x) / (n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (size + fraction);
  const complement = Math.exp(-size * size) / Math.sqrt(Math.PI) / (size + fraction);
  return Math.sign(x) * (1 - complement);
}
