import { Lanes } from "@symplectic-adjoint/assembly/functions/lanes";

abstract class Tanh {
  /** Of two doubles, |v| ≤ 9.02: v P(v²) / Q(v²) of degrees 4 and 4, to 2.1e-8 relative (minimax.mjs of packages/assembly). */
  @inline private static ofDoubles(v: v128): v128 {
    const z = f64x2.mul(v, v);
    let p = f64x2.splat(1.3319041325660681e-8);
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.000020583455239181237));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.003494032765304523));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.13379716337104866));
    p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.9999999789804849));
    let q = f64x2.splat(7.762005812283015e-7);
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(0.00032830900649442055));
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(0.02587106610387274));
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(0.46713031567616814));
    q = f64x2.add(f64x2.mul(q, z), f64x2.splat(1));
    return f64x2.div(f64x2.mul(v, p), q);
  }

  /** From 9.02 on it is 1 in float32. NaN passes the bounds. */
  @inline static of(x: v128): v128 {
    const v = f32x4.pmax(f32x4.pmin(x, f32x4.splat(9.02)), f32x4.splat(-9.02));
    return Lanes.join(Tanh.ofDoubles(Lanes.low(v)), Tanh.ofDoubles(Lanes.high(v)));
  }

  /** dy (1 − y²), computed as dy (1 − y)(1 + y), because 1 − y is exact for y near 1, and 1 − y² is not. */
  @inline static grad(dy: v128, y: v128): v128 {
    const one = f32x4.splat(1);
    return f32x4.mul(dy, f32x4.mul(f32x4.sub(one, y), f32x4.add(one, y)));
  }
}

/** out = tanh x, for `count` numbers. */
export function tanh(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Tanh.of(Lanes.take(x + i, rest)), rest);
  }
}

/** out = dy (1 − y²), where y is a value of tanh. */
export function tanhGrad(dy: usize, y: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Tanh.grad(Lanes.take(dy + i, rest), Lanes.take(y + i, rest)), rest);
  }
}
