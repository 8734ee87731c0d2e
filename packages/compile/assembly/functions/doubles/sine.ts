import { Vector } from "../../lanes";
import * as unary from "../imports/unary";

/** 1.5 · 2⁵²: added to a smaller double, it leaves the nearest integer in the low bits. */
const SHIFT: f64 = 6755399441055744;
/** Up to this angle the number of quarter turns has 20 bits, and its products with 33 bits of π/2 are exact. */
const LARGE: f64 = 1_600_000;

/** Sine and cosine of two doubles, to about 2 ulp: the angle is reduced to |r| ≤ π/4 and a quadrant. */
export abstract class Sine {
  @inline private static sinOfSmall(r: v128, z: v128): v128 {
    let s = f64x2.splat(1 / 355687428096000.0);
    s = Vector.madd<f64>(s, z, f64x2.splat(-1 / 1307674368000.0));
    s = Vector.madd<f64>(s, z, f64x2.splat(1 / 6227020800.0));
    s = Vector.madd<f64>(s, z, f64x2.splat(-1 / 39916800.0));
    s = Vector.madd<f64>(s, z, f64x2.splat(1 / 362880.0));
    s = Vector.madd<f64>(s, z, f64x2.splat(-1 / 5040.0));
    s = Vector.madd<f64>(s, z, f64x2.splat(1 / 120.0));
    s = Vector.madd<f64>(s, z, f64x2.splat(-1 / 6.0));
    return Vector.madd<f64>(f64x2.mul(s, z), r, r);
  }

  @inline private static cosOfSmall(z: v128): v128 {
    let c = f64x2.splat(1 / 20922789888000.0);
    c = Vector.madd<f64>(c, z, f64x2.splat(-1 / 87178291200.0));
    c = Vector.madd<f64>(c, z, f64x2.splat(1 / 479001600.0));
    c = Vector.madd<f64>(c, z, f64x2.splat(-1 / 3628800.0));
    c = Vector.madd<f64>(c, z, f64x2.splat(1 / 40320.0));
    c = Vector.madd<f64>(c, z, f64x2.splat(-1 / 720.0));
    c = Vector.madd<f64>(c, z, f64x2.splat(1 / 24.0));
    c = Vector.madd<f64>(c, z, f64x2.splat(-0.5));
    return Vector.madd<f64>(c, z, f64x2.splat(1));
  }

  /** Cody and Waite: π/2 in three parts, of 33 bits, 33 bits and the rest. */
  @inline private static ofSmall(v: v128, quarters: i64): v128 {
    const shifted = Vector.madd<f64>(v, f64x2.splat(0.6366197723675814), f64x2.splat(SHIFT));
    const n = f64x2.sub(shifted, f64x2.splat(SHIFT));
    let r = f64x2.sub(v, f64x2.mul(n, f64x2.splat(1.5707963267341256)));
    r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(6.077100506303966e-11)));
    r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(2.0222662487959506e-21)));
    const quadrant = i64x2.add(shifted, i64x2.splat(quarters));
    const z = f64x2.mul(r, r);
    const odd = i64x2.neg(v128.and(quadrant, i64x2.splat(1)));
    const value = v128.bitselect(Sine.cosOfSmall(z), Sine.sinOfSmall(r, z), odd);
    return v128.xor(value, i64x2.shl(v128.and(quadrant, i64x2.splat(2)), 62));
  }

  /** sin(x + quarters · π/2), for 0 or 1. */
  @inline static of(x: v128, quarters: i64): v128 {
    // Lane by lane: the sine of a number does not depend on its neighbour. NaN is handled as large.
    const isSmall = f64x2.le(f64x2.abs(x), f64x2.splat(LARGE));
    const value = Sine.ofSmall(x, quarters);
    if (v128.all_true<i32>(isSmall)) return value;
    return v128.bitselect(value, ofLarge(x, quarters), isSmall);
  }
}

/** The same for two doubles of any size, individually. */
export function ofLarge(x: v128, quarters: i64): v128 {
  const first = ofOne(f64x2.extract_lane(x, 0), quarters);
  return f64x2.replace_lane(f64x2.splat(first), 1, ofOne(f64x2.extract_lane(x, 1), quarters));
}

function ofOne(x: f64, quarters: i64): f64 {
  return quarters === 0 ? unary.sin(x) : unary.cos(x);
}
