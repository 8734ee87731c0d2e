import { Lanes } from "./lanes";

abstract class Erf {
  /** Of two doubles, |v| ≤ 3.93: v P(v²) / Q(v²) of degrees 5 and 5, minimax, to 2e-8 relative. */
  @inline private static ofDoubles(v: v128): v128 {
    const z = f64x2.mul(v, v);
    let p = f64x2.splat(2.0419636595107834e-6);
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.00028480826644173874));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.003779614758463886));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.052790302911275684));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.190784027225081));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(1.128379145354925));
    let q = f64x2.splat(3.800398240796481e-5);
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(0.00116521315972346));
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(0.014997449299987399));
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(0.11425759525115402));
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(0.5024106614364715));
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
