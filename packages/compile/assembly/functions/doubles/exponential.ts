import { Vector } from "../../lanes";

/** 1.5 · 2⁵²: added to a smaller double, it leaves the nearest integer in the low bits. */
const SHIFT: f64 = 6755399441055744;
/** ln 2 in two parts; the first has 32 bits, so that its product with an integer of 20 bits is exact. */
const LN2: f64 = 0.6931471803691238;
const LN2_REST: f64 = 1.9082149292705877e-10;

/** eᵛ and eᵛ − 1 of two doubles, to about 1 ulp and 2 ulp. eᵛ = 2ⁿ eʳ with |r| ≤ ln(2)/2, and Taylor's series to r¹³. */
export abstract class Exponential {
  /** (eʳ − 1 − r) / r². */
  @inline private static rest(r: v128): v128 {
    const z = f64x2.mul(r, r);
    // Odd and even powers separately, so that one does not wait for the other.
    let p = f64x2.splat(1 / 6227020800.0);
    p = Vector.madd<f64>(p, z, f64x2.splat(1 / 39916800.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(1 / 362880.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(1 / 5040.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(1 / 120.0));
    p = Vector.madd<f64>(p, z, f64x2.splat(1 / 6.0));
    let q = f64x2.splat(1 / 479001600.0);
    q = Vector.madd<f64>(q, z, f64x2.splat(1 / 3628800.0));
    q = Vector.madd<f64>(q, z, f64x2.splat(1 / 40320.0));
    q = Vector.madd<f64>(q, z, f64x2.splat(1 / 720.0));
    q = Vector.madd<f64>(q, z, f64x2.splat(1 / 24.0));
    q = Vector.madd<f64>(q, z, f64x2.splat(0.5));
    return Vector.madd<f64>(p, r, q);
  }

  /** v − n ln 2, where `shifted` is n + SHIFT. */
  @inline private static reduced(v: v128, shifted: v128): v128 {
    const n = f64x2.sub(shifted, f64x2.splat(SHIFT));
    const r = f64x2.sub(v, f64x2.mul(n, f64x2.splat(LN2)));
    return f64x2.sub(r, f64x2.mul(n, f64x2.splat(LN2_REST)));
  }

  /** n + SHIFT. */
  @inline private static shifted(v: v128): v128 {
    return Vector.madd<f64>(v, f64x2.splat(Math.LOG2E), f64x2.splat(SHIFT));
  }

  /** Subnormal or infinite where it should be: 2ⁿ is multiplied in two parts. NaN passes the bounds. */
  @inline static exp(x: v128): v128 {
    const v = f64x2.pmax(f64x2.pmin(x, f64x2.splat(710)), f64x2.splat(-746));
    const shifted = Exponential.shifted(v);
    const r = Exponential.reduced(v, shifted);
    const e = f64x2.add(Vector.madd<f64>(f64x2.mul(r, r), Exponential.rest(r), r), f64x2.splat(1));
    const half = Vector.madd<f64>(v, f64x2.splat(0.5 * Math.LOG2E), f64x2.splat(SHIFT));
    const first = i64x2.add(e, i64x2.shl(half, 52));
    return f64x2.mul(first, i64x2.add(f64x2.splat(1), i64x2.shl(i64x2.sub(shifted, half), 52)));
  }

  /** 2ⁿ (eʳ − 1) + (2ⁿ − 1): without cancellation, because n is 0 for small v. For |v| ≤ 700. */
  @inline static expm1(v: v128): v128 {
    const shifted = Exponential.shifted(v);
    const r = Exponential.reduced(v, shifted);
    const e = Vector.madd<f64>(f64x2.mul(r, r), Exponential.rest(r), r);
    const scale = i64x2.add(f64x2.splat(1), i64x2.shl(shifted, 52));
    return Vector.madd<f64>(e, scale, f64x2.sub(scale, f64x2.splat(1)));
  }
}
