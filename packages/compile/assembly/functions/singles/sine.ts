import { Lanes } from "@symplectic-adjoint/assembly/functions/lanes";
import { LARGE, SmallSine } from "@symplectic-adjoint/assembly/functions/small-sine";
import { ofLarge } from "../doubles/sine";

/** Sine and cosine of four float32 numbers. */
export abstract class Sine {
  /** sin(x + quarters · π/2), for 0 or 1. */
  @inline static of(x: v128, quarters: i64): v128 {
    // Lane by lane: the sine of a number does not depend on its neighbour. NaN is handled as large.
    const isSmall = f32x4.le(f32x4.abs(x), f32x4.splat(LARGE));
    const low = Lanes.low(x);
    const high = Lanes.high(x);
    const value = Lanes.join(SmallSine.of(low, quarters), SmallSine.of(high, quarters));
    if (v128.all_true<i32>(isSmall)) return value;
    const large = Lanes.join(ofLarge(low, quarters), ofLarge(high, quarters));
    return v128.bitselect(value, large, isSmall);
  }
}
