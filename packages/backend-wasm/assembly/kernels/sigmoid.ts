import { Exponential } from "@symplectic-adjoint/assembly/functions/exponential";
import { Lanes } from "@symplectic-adjoint/assembly/functions/lanes";

abstract class Sigmoid {
  /** 1 / (1 + eᵛ): of the negative argument. */
  @inline private static ofDoubles(v: v128): v128 {
    const one = f64x2.splat(1);
    return f64x2.div(one, f64x2.add(one, Exponential.exp(v)));
  }

  /** Below −105 it is 0 in float32, and 1 long before 90. NaN passes the bounds. */
  @inline static of(x: v128): v128 {
    const v = f32x4.pmax(f32x4.pmin(f32x4.neg(x), f32x4.splat(105)), f32x4.splat(-90));
    return Lanes.join(Sigmoid.ofDoubles(Lanes.low(v)), Sigmoid.ofDoubles(Lanes.high(v)));
  }

  @inline static grad(dy: v128, y: v128): v128 {
    return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(f32x4.splat(1), y)));
  }
}

/** out = 1 / (1 + e⁻ˣ), for `count` numbers. */
export function sigmoid(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Sigmoid.of(Lanes.take(x + i, rest)), rest);
  }
}

/** out = dy y (1 − y), where y is a value of sigmoid. */
export function sigmoidGrad(dy: usize, y: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Sigmoid.grad(Lanes.take(dy + i, rest), Lanes.take(y + i, rest)), rest);
  }
}

/** out = dy sigmoid(x): the derivative of softplus. */
export function softplusGrad(dy: usize, x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(
      out + i,
      f32x4.mul(Lanes.take(dy + i, rest), Sigmoid.of(Lanes.take(x + i, rest))),
      rest,
    );
  }
}
