import { Lanes } from "./lanes";

export abstract class Erf {
  /** Of two doubles, |v| ≤ 3.93: v P(v²) / Q(v²) of degrees 5 and 5, to 2e-8 relative (minimax.mjs). */
  @inline private static ofDoubles(v: v128): v128 {
    const z = f64x2.mul(v, v);
    let p = f64x2.splat(0.000002041946646217609);
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.00028480761881855736));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.003779632653063261));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.05279035930067737));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.1907845952732316));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(1.128379145345233));
    let q = f64x2.splat(0.00003800376955100207);
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(0.001165215424548927));
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(0.01499748767761794));
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(0.11425781273252625));
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(0.5024111649456895));
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(1));
    return f64x2.div(f64x2.mul(v, p), q);
  }

  /** From 3.93 on it is 1 in float32. NaN passes the bounds. */
  @inline static of(x: v128): v128 {
    const v = f32x4.pmax(f32x4.pmin(x, f32x4.splat(3.93)), f32x4.splat(-3.93));
    return Lanes.join(Erf.ofDoubles(Lanes.low(v)), Erf.ofDoubles(Lanes.high(v)));
  }
}

/** out = erf x, for `count` numbers. */
export function erf(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Erf.of(Lanes.take(x + i, rest)), rest);
  }
}
