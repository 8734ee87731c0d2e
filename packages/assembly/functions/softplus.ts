import { Exponential } from "./exponential";
import { Lanes } from "./lanes";

/** ln(1 + eˣ) = max(x, 0) + ln(1 + u) with u = e^−|x|, in (0, 1]. */
export abstract class Softplus {
  /** 2 artanh(w) = w P(w²) with w = u / (2 + u) in [0, 1/3]: degree 4, to 4e-9 relative (minimax.mjs). */
  @inline private static log1p(u: v128): v128 {
    const w = f64x2.div(u, f64x2.add(u, f64x2.splat(2)));
    const z = f64x2.mul(w, w);
    let p = f64x2.splat(0.2817833495987903);
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.27960602741012763));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.40024910283147624));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.6666631468195606));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0000000079210425));
    return f64x2.mul(p, w);
  }

  /** @param v The argument; @param u −|v|, bounded so that its exponential is a number. */
  @inline private static ofDoubles(v: v128, bounded: v128): v128 {
    const positive = f64x2.pmax(v, f64x2.splat(0));
    return f64x2.add(positive, Softplus.log1p(Exponential.exp(bounded)));
  }

  @inline static of(x: v128): v128 {
    const bounded = f32x4.pmax(f32x4.neg(f32x4.abs(x)), f32x4.splat(-105));
    return Lanes.join(
      Softplus.ofDoubles(Lanes.low(x), Lanes.low(bounded)),
      Softplus.ofDoubles(Lanes.high(x), Lanes.high(bounded)),
    );
  }
}

/** out = ln(1 + eˣ), for `count` numbers. */
export function softplus(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Softplus.of(Lanes.take(x + i, rest)), rest);
  }
}
