import { Exponential } from "./exponential";

/** tanh and sigmoid of four float32 numbers, computed in float32: twice as fast as in doubles, to about 2 ulp. */
export abstract class Hyperbolic {
  /** u / (u + 2) with u = e^(2|x|) − 1, and the sign of x. From 9.02 on it is 1. NaN passes the bound. */
  @inline static tanh(x: v128): v128 {
    const v = f32x4.pmin(f32x4.abs(x), f32x4.splat(9.02));
    const u = Exponential.expm1(f32x4.add(v, v));
    const value = f32x4.div(u, f32x4.add(u, f32x4.splat(2)));
    return v128.or(value, v128.and(x, f32x4.splat(-0.0)));
  }

  @inline static sigmoid(x: v128): v128 {
    const one = f32x4.splat(1);
    return f32x4.div(one, f32x4.add(one, Exponential.exp(f32x4.neg(x))));
  }
}
