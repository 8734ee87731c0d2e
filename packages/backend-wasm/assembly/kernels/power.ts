import { Lanes } from "@symplectic-adjoint/assembly/functions/lanes";

abstract class Power {
  /** By repeated squaring, in doubles: a single rounding, and no overflow up to the eighth power. */
  @inline private static ofDoubles(v: v128, exponent: i32): v128 {
    let result = f64x2.splat(1);
    let square = v;
    for (let rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) !== 0) result = f64x2.mul(result, square);
      square = f64x2.mul(square, square);
    }
    return result;
  }

  @inline static of(x: v128, exponent: i32): v128 {
    return Lanes.join(
      Power.ofDoubles(Lanes.low(x), exponent),
      Power.ofDoubles(Lanes.high(x), exponent),
    );
  }
}

/** out = x to the power of an integer from 0 to 8, for `count` numbers. */
export function power(x: usize, out: usize, count: i32, exponent: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Power.of(Lanes.take(x + i, rest), exponent), rest);
  }
}
