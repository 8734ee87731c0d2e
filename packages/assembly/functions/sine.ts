import { Lanes } from "./lanes";
import { reduceLarge } from "./reduce-large";

/** 1.5 · 2⁵²: added to a smaller double, it leaves the nearest integer in the low bits. */
const SHIFT: f64 = 6755399441055744;
/** Up to this angle the number of quarter turns has 20 bits, and its product with the first 33 bits of π/2 is exact. */
const LARGE: f32 = 1_600_000;

/** Sine and cosine: the angle is reduced to |r| ≤ π/4 and a quadrant, and Taylor's series stops at 2e-9 relative. */
export abstract class Sine {
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
  @inline private static turned(r: v128, quadrant: v128): v128 {
    const z = f64x2.mul(r, r);
    const odd = i64x2.neg(v128.and(quadrant, i64x2.splat(1)));
    const value = v128.bitselect(Sine.cosOfSmall(z), Sine.sinOfSmall(r, z), odd);
    return v128.xor(value, i64x2.shl(v128.and(quadrant, i64x2.splat(2)), 62));
  }

  /** Cody and Waite: π/2 in two parts, of 33 bits and of 53, with an error below 2⁻⁶⁶. */
  @inline private static ofDoubles(v: v128, quarters: i64): v128 {
    const shifted = f64x2.add(f64x2.mul(v, f64x2.splat(0.6366197723675814)), f64x2.splat(SHIFT));
    const n = f64x2.sub(shifted, f64x2.splat(SHIFT));
    const rest = f64x2.sub(v, f64x2.mul(n, f64x2.splat(1.5707963267341256)));
    const r = f64x2.sub(rest, f64x2.mul(n, f64x2.splat(6.077100506506192e-11)));
    return Sine.turned(r, i64x2.add(shifted, i64x2.splat(quarters)));
  }

  /** sin(x + quarters · π/2). */
  @inline static of(x: v128, quarters: i64): v128 {
    // Not "less or equal", so that NaN is handled as large.
    if (!v128.all_true<i32>(f32x4.le(f32x4.abs(x), f32x4.splat(LARGE)))) {
      return Sine.ofLarge(x, quarters);
    }
    return Lanes.join(
      Sine.ofDoubles(Lanes.low(x), quarters),
      Sine.ofDoubles(Lanes.high(x), quarters),
    );
  }

  /** The same for four numbers of any size, individually. */
  static ofLarge(x: v128, quarters: i64): v128 {
    let out = f32x4.splat(0);
    out = f32x4.replace_lane(out, 0, Sine.ofOne(f32x4.extract_lane(x, 0), quarters));
    out = f32x4.replace_lane(out, 1, Sine.ofOne(f32x4.extract_lane(x, 1), quarters));
    out = f32x4.replace_lane(out, 2, Sine.ofOne(f32x4.extract_lane(x, 2), quarters));
    return f32x4.replace_lane(out, 3, Sine.ofOne(f32x4.extract_lane(x, 3), quarters));
  }

  static ofOne(x: f32, quarters: i64): f32 {
    if (abs(x) <= LARGE) {
      const value = Sine.ofDoubles(f64x2.splat(<f64>x), quarters);
      return <f32>f64x2.extract_lane(value, 0);
    }
    // The sine of infinity is NaN.
    if (!(abs(x) <= f32.MAX_VALUE)) return x - x;
    const reduced = reduceLarge(abs(x));
    const value = Sine.turned(
      f64x2.splat(f64x2.extract_lane(reduced, 0)),
      i64x2.splat(i64x2.extract_lane(reduced, 1) + quarters),
    );
    // The cosine is even, the sine odd: x is the absolute value here.
    const sign = quarters === 0 && x < 0 ? -1.0 : 1.0;
    return <f32>(sign * f64x2.extract_lane(value, 0));
  }
}

/** out = sin x, for `count` numbers. */
export function sin(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Sine.of(Lanes.take(x + i, rest), 0), rest);
  }
}

/** out = cos x, for `count` numbers. */
export function cos(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Sine.of(Lanes.take(x + i, rest), 1), rest);
  }
}
