import { Exponential } from "./exponential";

/** tanh and sigmoid of two doubles, to about 3 ulp and 2 ulp. */
export abstract class Hyperbolic {
  /** u / (u + 2) with u = e²ˣ − 1. From 20 on it is 1. NaN passes the bounds. */
  @inline static tanh(x: v128): v128 {
    const v = f64x2.pmax(f64x2.pmin(x, f64x2.splat(20)), f64x2.splat(-20));
    const u = Exponential.expm1(f64x2.add(v, v));
    return f64x2.div(u, f64x2.add(u, f64x2.splat(2)));
  }

  @inline static sigmoid(x: v128): v128 {
    const one = f64x2.splat(1);
    return f64x2.div(one, f64x2.add(one, Exponential.exp(f64x2.neg(x))));
  }
}
