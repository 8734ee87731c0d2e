/** 64 bits of 2/π, from the one after bit 64 · i of its fraction. Before the first are zeros. */
function twoOverPi(i: i32): u64 {
  if (i === 0) return 0xa2f9836e4e441529;
  if (i === 1) return 0xfc2757d1f534ddc0;
  if (i === 2) return 0xdb6295993c439041;
  if (i === 3) return 0xfe5163abdebbc561;
  return 0;
}

/** The upper half of m · w, for m of 24 bits. */
function upper(m: u64, w: u64): u64 {
  return (m * (w >> 32) + ((m * (w & 0xffffffff)) >> 32)) >> 32;
}

/**
 * A large angle as r and a quadrant, x = r + quadrant · π/2 up to whole turns: the first as a double in the lower half,
 * the second as an integer in the upper. For 2²⁰ ≤ x < ∞.
 *
 * x = m 2ᵉ with an integer m of 24 bits. The digits of 2/π that contribute whole turns are omitted, and those from the
 * 128th on are negligible (Payne and Hanek, 1983, doi:10.1145/1057600.1057602).
 */
export function reduceLarge(x: f32): v128 {
  const bits = reinterpret<u32>(x);
  const m = <u64>((bits & 0x7fffff) | 0x800000);
  // Digits are taken from position e − 2 on, so that the product is a fraction of a turn. It may lie before the first.
  const start = <i32>(bits >> 23) - 150 - 2 + 64;
  const word = (start >> 6) - 1;
  const shift = <u64>(start & 63);
  let first = twoOverPi(word) << shift;
  let second = twoOverPi(word + 1) << shift;
  if (shift > 0) {
    first |= twoOverPi(word + 1) >> (64 - shift);
    second |= twoOverPi(word + 2) >> (64 - shift);
  }
  const turn = m * first + upper(m, second);
  const quadrant = (turn + ((<u64>1) << 61)) >> 62;
  const quarter = <f64>(<i64>(turn - (quadrant << 62))) * 2.168404344971009e-19;
  return i64x2.replace_lane(f64x2.splat(quarter * 1.5707963267948966), 1, <i64>quadrant);
}
