import { Vector } from "../../lanes";

/** ln 2 in two parts; the first has 32 bits, so that its product with an exponent is exact. */
const LN2: f64 = 0.6931471803691238;
const LN2_REST: f64 = 1.9082149292705877e-10;

/** Natural logarithms of two doubles, to about 2 ulp. */
export abstract class Logarithm {
  /** (2 artanh(s) − 2s) / s, for s² = z ≤ 0.03: Taylor's series. */
  @inline private static rest(z: v128): v128 {
    let p = f64x2.splat(2 / 23.0);
    p = Vector.madd<f64>(p, z, f64x2.splat(2 / 21.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(2 / 19.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(2 / 17.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(2 / 15.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(2 / 13.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(2 / 11.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(2 / 9.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(2 / 7.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(2 / 5.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(2 / 3.0));
    return f64x2.mul(p, z);
  }

  /**
   * x = 2ⁿ m with m from √½ to √2, and ln m = 2 artanh(s) with s = f / (2 + f), f = m − 1, which is exact. Since
   * 2s = f − s f, the rounding errors of s count for little. Called, not inlined: the binary would be a twentieth longer.
   */
  static log(x: v128): v128 {
    // Subnormal numbers first become normal.
    const tiny = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308));
    const v = v128.bitselect(f64x2.mul(x, f64x2.splat(18014398509481984)), x, tiny);
    // The exponent of v / √½, rounded down, so that the rest of the bits lies between √½ and √2.
    const above = i64x2.sub(v, i64x2.splat(0x3fe6a09e667f3bcd));
    const bits = v128.and(above, i64x2.splat(0xfff0000000000000));
    const f = f64x2.sub(i64x2.sub(v, bits), f64x2.splat(1));
    // An integer of 12 bits with a sign, from the upper word.
    const n = f64x2.sub(
      f64x2.convert_low_i32x4_s(i32x4.shr_s(v128.shuffle<i32>(bits, bits, 1, 3, 1, 3), 20)),
      v128.and(tiny, f64x2.splat(54)),
    );
    const s = f64x2.div(f, f64x2.add(f, f64x2.splat(2)));
    const rest = Logarithm.rest(f64x2.mul(s, s));
    const low = Vector.madd<f64>(n, f64x2.splat(LN2_REST), f64x2.mul(s, f64x2.sub(rest, f)));
    const value = Vector.madd<f64>(n, f64x2.splat(LN2), f64x2.add(f, low));
    return Logarithm.atBounds(x, value);
  }

  /** −∞ of 0, NaN of negative numbers, and ∞ and NaN of themselves. */
  @inline private static atBounds(x: v128, value: v128): v128 {
    const zero = f64x2.splat(0);
    const finite = f64x2.lt(x, f64x2.splat(Infinity));
    const above = v128.bitselect(value, x, finite);
    const below = v128.bitselect(f64x2.splat(-Infinity), f64x2.splat(NaN), f64x2.eq(x, zero));
    return v128.bitselect(below, above, f64x2.le(x, zero));
  }

  /** ln(1 + u): of the rounded sum, times the quotient by which u differs from it (W. Kahan). */
  static log1p(u: v128): v128 {
    const one = f64x2.splat(1);
    const sum = f64x2.add(one, u);
    const value = f64x2.div(f64x2.mul(Logarithm.log(sum), u), f64x2.sub(sum, one));
    const itself = v128.or(f64x2.eq(sum, one), f64x2.eq(u, f64x2.splat(Infinity)));
    return v128.bitselect(u, value, itself);
  }
}
