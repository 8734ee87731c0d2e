/** 1.5 · 2⁵²: added to a smaller double, it leaves the nearest integer in the low bits. */
const SHIFT: f64 = 6755399441055744;
/** Up to this angle the number of quarter turns has 20 bits, and its product with the first 33 bits of π/2 is exact. */
export const LARGE: f32 = 1_600_000;

/**
 * Sine and cosine of two doubles with the precision of float32: the angle is reduced to |r| ≤ π/4 and a quadrant, and
 * Taylor's series stops at 2e-9 relative.
 */
export abstract class SmallSine {
  @inline private static sinOfSmall(r: v128, z: v128): v128 {
    let s = f64x2.splat(1 / 362880.0);
    s = f64x2.add(f64x2.mul(s, z), f64x2.splat(-1 / 5040.0));
    s = f64x2.add(f64x2.mul(s, z), f64x2.splat(1 / 120.0));
    s = f64x2.add(f64x2.mul(s, z), f64x2.splat(-1 / 6.0));
    return f64x2.add(f64x2.mul(f64x2.mul(s, z), r), r);
  }

  @inline private static cosOfSmall(z: v128): v128 {
    let c = f64x2.splat(-1 / 3628800.0);
    c = f64x2.add(f64x2.mul(c, z), f64x2.splat(1 / 40320.0));
    c = f64x2.add(f64x2.mul(c, z), f64x2.splat(-1 / 720.0));
    c = f64x2.add(f64x2.mul(c, z), f64x2.splat(1 / 24.0));
    c = f64x2.add(f64x2.mul(c, z), f64x2.splat(-0.5));
    return f64x2.add(f64x2.mul(c, z), f64x2.splat(1));
  }

  /** Of r plus `quadrant` quarter turns: odd ones exchange sine and cosine, the second bit changes the sign. */
  @inline static turned(r: v128, quadrant: v128): v128 {
    const z = f64x2.mul(r, r);
    const odd = i64x2.neg(v128.and(quadrant, i64x2.splat(1)));
    const value = v128.bitselect(SmallSine.cosOfSmall(z), SmallSine.sinOfSmall(r, z), odd);
    return v128.xor(value, i64x2.shl(v128.and(quadrant, i64x2.splat(2)), 62));
  }

  /**
   * sin(v + quarters · π/2) for |v| up to LARGE. Cody and Waite: π/2 in two parts, of 33 bits and of 53, with an error below
   * 2⁻⁶⁶.
   */
  @inline static of(v: v128, quarters: i64): v128 {
    const shifted = f64x2.add(f64x2.mul(v, f64x2.splat(0.6366197723675814)), f64x2.splat(SHIFT));
    const n = f64x2.sub(shifted, f64x2.splat(SHIFT));
    const rest = f64x2.sub(v, f64x2.mul(n, f64x2.splat(1.5707963267341256)));
    const r = f64x2.sub(rest, f64x2.mul(n, f64x2.splat(6.077100506506192e-11)));
    return SmallSine.turned(r, i64x2.add(shifted, i64x2.splat(quarters)));
  }
}
