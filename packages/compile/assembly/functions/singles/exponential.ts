import { Vector } from "../../lanes";

/** 1.5 · 2²³: added to a smaller float32, it leaves the nearest integer in the low bits. */
const SHIFT: f32 = 12582912;

/** eˣ of four float32 numbers, to about 1 ulp. eˣ = 2ⁿ eʳ with |r| ≤ ln(2)/2. */
export abstract class Exponential {
  /** (eʳ − 1 − r) / r²: degree 4, to 8e-9 of eʳ (minimax.mjs of packages/assembly). */
  @inline private static rest(r: v128): v128 {
    let p = f32x4.splat(0.001390127574836647);
    p = Vector.madd<f32>(p, r, f32x4.splat(0.008363144907710647));
    p = Vector.madd<f32>(p, r, f32x4.splat(0.041666853536834615));
    p = Vector.madd<f32>(p, r, f32x4.splat(0.16666577292856508));
    return Vector.madd<f32>(p, r, f32x4.splat(0.4999999955245545));
  }

  /** v − n ln 2, with ln 2 in two parts, the first of 15 bits: its product with n is exact. */
  @inline private static reduced(v: v128, shifted: v128): v128 {
    const n = f32x4.sub(shifted, f32x4.splat(SHIFT));
    const r = f32x4.sub(v, f32x4.mul(n, f32x4.splat(0.693145751953125)));
    return f32x4.sub(r, f32x4.mul(n, f32x4.splat(1.4286068203094172e-6)));
  }

  /** eʳ − 1. */
  @inline private static minusOne(r: v128): v128 {
    return Vector.madd<f32>(f32x4.mul(r, r), Exponential.rest(r), r);
  }

  /** Subnormal or infinite where it should be: 2ⁿ is multiplied in two parts. NaN passes the bounds. */
  @inline static exp(x: v128): v128 {
    const v = f32x4.pmax(f32x4.pmin(x, f32x4.splat(90)), f32x4.splat(-105));
    const shifted = Vector.madd<f32>(v, f32x4.splat(<f32>Math.LOG2E), f32x4.splat(SHIFT));
    const e = f32x4.add(Exponential.minusOne(Exponential.reduced(v, shifted)), f32x4.splat(1));
    const half = Vector.madd<f32>(v, f32x4.splat(<f32>(0.5 * Math.LOG2E)), f32x4.splat(SHIFT));
    const first = i32x4.add(e, i32x4.shl(half, 23));
    return f32x4.mul(first, i32x4.add(f32x4.splat(1), i32x4.shl(i32x4.sub(shifted, half), 23)));
  }
}
