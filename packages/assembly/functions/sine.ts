import { Lanes } from "./lanes";
import { reduceLarge } from "./reduce-large";
import { LARGE, SmallSine } from "./small-sine";

/** Sine and cosine of four float32 numbers of any size. */
export abstract class Sine {
  /** sin(x + quarters · π/2). */
  @inline static of(x: v128, quarters: i64): v128 {
    // Not "less or equal", so that NaN is handled as large.
    if (!v128.all_true<i32>(f32x4.le(f32x4.abs(x), f32x4.splat(LARGE)))) {
      return Sine.ofLarge(x, quarters);
    }
    return Lanes.join(SmallSine.of(Lanes.low(x), quarters), SmallSine.of(Lanes.high(x), quarters));
  }

  /** The same for four numbers of any size, individually. */
  static ofLarge(x: v128, quarters: i64): v128 {
    let out = f32x4.splat(0);
    out = f32x4.replace_lane(out, 0, Sine.ofOne(f32x4.extract_lane(x, 0), quarters));
    out = f32x4.replace_lane(out, 1, Sine.ofOne(f32x4.extract_lane(x, 1), quarters));
    out = f32x4.replace_lane(out, 2, Sine.ofOne(f32x4.extract_lane(x, 2), quarters));
    return f32x4.replace_lane(out, 3, Sine.ofOne(f32x4.extract_lane(x, 3), quarters));
  }

  static ofOne(x: f32, quarters: i64): f32 {
    if (abs(x) <= LARGE) {
      const value = SmallSine.of(f64x2.splat(<f64>x), quarters);
      return <f32>f64x2.extract_lane(value, 0);
    }
    // The sine of infinity is NaN.
    if (!(abs(x) <= f32.MAX_VALUE)) return x - x;
    const reduced = reduceLarge(abs(x));
    const value = SmallSine.turned(
      f64x2.splat(f64x2.extract_lane(reduced, 0)),
      i64x2.splat(i64x2.extract_lane(reduced, 1) + quarters),
    );
    // The cosine is even, the sine odd: x is the absolute value here.
    const sign = quarters === 0 && x < 0 ? -1.0 : 1.0;
    return <f32>(sign * f64x2.extract_lane(value, 0));
  }
}

/** out = sin x, for `count` numbers. */
export function sin(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Sine.of(Lanes.take(x + i, rest), 0), rest);
  }
}

/** out = cos x, for `count` numbers. */
export function cos(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Sine.of(Lanes.take(x + i, rest), 1), rest);
  }
}
