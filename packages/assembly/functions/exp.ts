import { Exponential } from "./exponential";
import { Lanes } from "./lanes";

export abstract class Exp {
  /** The bounds are where float32 overflows and underflows. NaN passes them. */
  @inline private static bounded(x: v128): v128 {
    return f32x4.pmax(f32x4.pmin(x, f32x4.splat(90)), f32x4.splat(-105));
  }

  @inline static exp(x: v128): v128 {
    const v = Exp.bounded(x);
    return Lanes.join(Exponential.exp(Lanes.low(v)), Exponential.exp(Lanes.high(v)));
  }

  @inline static expm1(x: v128): v128 {
    const v = Exp.bounded(x);
    return Lanes.join(Exponential.expm1(Lanes.low(v)), Exponential.expm1(Lanes.high(v)));
  }

  @inline static elu(x: v128): v128 {
    return v128.bitselect(x, Exp.expm1(x), f32x4.gt(x, f32x4.splat(0)));
  }
}

/** out = eˣ, for `count` numbers. */
export function exp(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Exp.exp(Lanes.take(x + i, rest)), rest);
  }
}

/** out = eˣ − 1, accurate for small x. */
export function expm1(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Exp.expm1(Lanes.take(x + i, rest)), rest);
  }
}

/** out = x where x > 0, else eˣ − 1. */
export function elu(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Exp.elu(Lanes.take(x + i, rest)), rest);
  }
}
