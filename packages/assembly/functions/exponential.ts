/** 1.5 · 2⁵²: added to a smaller double, it leaves the nearest integer in the low bits. */
const SHIFT: f64 = 6755399441055744;

/**
 * The exponential function of two doubles, for |v| ≤ 700, with a relative error of 1.1e-8: a fifth of that of rounding
 * to float32.
 *
 * eᵛ = 2ⁿ 2ᶠ with an integer n and |f| ≤ 1/2. (2ᶠ − 1) / f is a polynomial of degree 5 (minimax.mjs).
 */
export abstract class Exponential {
  /** 2ᶠ − 1. */
  @inline private static powerMinusOne(f: v128): v128 {
    let q = f64x2.splat(0.00015403495009366834);
    q = f64x2.add(f64x2.mul(q, f), f64x2.splat(0.0013390735412012592));
    q = f64x2.add(f64x2.mul(q, f), f64x2.splat(0.009618237549064755));
    q = f64x2.add(f64x2.mul(q, f), f64x2.splat(0.055503574338003986));
    q = f64x2.add(f64x2.mul(q, f), f64x2.splat(0.24022649794622525));
    q = f64x2.add(f64x2.mul(q, f), f64x2.splat(0.6931471879266398));
    return f64x2.mul(q, f);
  }

  @inline static exp(v: v128): v128 {
    const exponent = f64x2.mul(v, f64x2.splat(Math.LOG2E));
    const shifted = f64x2.add(exponent, f64x2.splat(SHIFT));
    const f = f64x2.sub(exponent, f64x2.sub(shifted, f64x2.splat(SHIFT)));
    const power = f64x2.add(Exponential.powerMinusOne(f), f64x2.splat(1));
    // Adding n to the exponent multiplies by 2ⁿ.
    return i64x2.add(power, i64x2.shl(shifted, 52));
  }

  /** 2ⁿ (2ᶠ − 1) + (2ⁿ − 1): without cancellation, because n is 0 for small v. */
  @inline static expm1(v: v128): v128 {
    const exponent = f64x2.mul(v, f64x2.splat(Math.LOG2E));
    const shifted = f64x2.add(exponent, f64x2.splat(SHIFT));
    const f = f64x2.sub(exponent, f64x2.sub(shifted, f64x2.splat(SHIFT)));
    const scale = i64x2.add(f64x2.splat(1), i64x2.shl(shifted, 52));
    const rest = f64x2.mul(Exponential.powerMinusOne(f), scale);
    return f64x2.add(rest, f64x2.sub(scale, f64x2.splat(1)));
  }
}
