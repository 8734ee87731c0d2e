/** Bits of float32 numbers. */
const number = /* @__PURE__ */ new Float32Array(1);
const bitsOf = /* @__PURE__ */ new Uint32Array(/* @__PURE__ */ number.buffer);

const INFINITY = 0x7f800000;
/** The float32 halfway between 65504, the largest float16, and the next one that there would be. */
const OVERFLOW = 0x477ff000;
const SMALLEST_NORMAL = 0x38800000;
const SUBNORMALS_PER_ONE = 2 ** 24;

/** The bits of the float16 that is nearest to a number; the even one of two. Large numbers become infinite. */
export function toFloat16(value: number): number {
  number[0] = value;
  const bits = bitsOf[0] as number;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > INFINITY) return sign | 0x7e00 | ((magnitude >>> 13) & 0x1ff);
  if (magnitude >= OVERFLOW) return sign | 0x7c00;
  if (magnitude >= SMALLEST_NORMAL) {
    const odd = (magnitude >>> 13) & 1;
    return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13);
  }
  const scaled = Math.abs(number[0] as number) * SUBNORMALS_PER_ONE;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 === 1);
  return sign | (up ? below + 1 : below);
}

/** The number that the bits of a float16 stand for. */
export function fromFloat16(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return (sign * fraction) / SUBNORMALS_PER_ONE;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
