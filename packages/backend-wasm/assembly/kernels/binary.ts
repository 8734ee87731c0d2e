import { Lanes } from "./lanes";

const ADD = 0;
const SUBTRACT = 1;
const MULTIPLY = 2;
const DIVIDE = 3;
const MAXIMUM = 4;
const MINIMUM = 5;

/** Operations of two arrays, the shorter of which is repeated. The operation is a constant, so no branch is left of it. */
abstract class Binary {
  @inline private static apply(operation: i32, x: v128, y: v128): v128 {
    if (operation === ADD) return f32x4.add(x, y);
    if (operation === SUBTRACT) return f32x4.sub(x, y);
    if (operation === MULTIPLY) return f32x4.mul(x, y);
    if (operation === DIVIDE) return f32x4.div(x, y);
    if (operation === MAXIMUM) return f32x4.max(x, y);
    return f32x4.min(x, y);
  }

  /**
   * @param count How many numbers the result has.
   * @param aPeriod How many a has: `count`, or a divisor of it.
   * @param bPeriod The same for b; one of the two is `count`.
   */
  @inline static run(
    operation: i32,
    a: usize,
    b: usize,
    out: usize,
    count: i32,
    aPeriod: i32,
    bPeriod: i32,
  ): void {
    const bytes = (<usize>count) << 2;
    if (bPeriod === 1) {
      const y = v128.load32_splat(b);
      for (let i: usize = 0; i < bytes; i += 16) {
        const rest = bytes - i;
        Lanes.put(out + i, Binary.apply(operation, Lanes.take(a + i, rest), y), rest);
      }
    } else if (aPeriod === 1) {
      const x = v128.load32_splat(a);
      for (let i: usize = 0; i < bytes; i += 16) {
        const rest = bytes - i;
        Lanes.put(out + i, Binary.apply(operation, x, Lanes.take(b + i, rest)), rest);
      }
    } else {
      const period = (<usize>min(aPeriod, bPeriod)) << 2;
      for (let done: usize = 0; done < bytes; done += period) {
        const x = a + (aPeriod === count ? done : 0);
        const y = b + (bPeriod === count ? done : 0);
        const to = out + done;
        for (let i: usize = 0; i < period; i += 16) {
          const rest = period - i;
          const value = Binary.apply(operation, Lanes.take(x + i, rest), Lanes.take(y + i, rest));
          Lanes.put(to + i, value, rest);
        }
      }
    }
  }
}

/** out = a + b, for `count` numbers, where a or b is repeated after fewer. */
export function addBroadcast(
  a: usize,
  b: usize,
  out: usize,
  count: i32,
  aPeriod: i32,
  bPeriod: i32,
): void {
  Binary.run(ADD, a, b, out, count, aPeriod, bPeriod);
}

/** The same for a − b. */
export function subtractBroadcast(
  a: usize,
  b: usize,
  out: usize,
  count: i32,
  aPeriod: i32,
  bPeriod: i32,
): void {
  Binary.run(SUBTRACT, a, b, out, count, aPeriod, bPeriod);
}

/** The same for a b. */
export function multiplyBroadcast(
  a: usize,
  b: usize,
  out: usize,
  count: i32,
  aPeriod: i32,
  bPeriod: i32,
): void {
  Binary.run(MULTIPLY, a, b, out, count, aPeriod, bPeriod);
}

/** The same for a / b. */
export function divideBroadcast(
  a: usize,
  b: usize,
  out: usize,
  count: i32,
  aPeriod: i32,
  bPeriod: i32,
): void {
  Binary.run(DIVIDE, a, b, out, count, aPeriod, bPeriod);
}

/** The same for max(a, b), NaN where either is. */
export function maximumBroadcast(
  a: usize,
  b: usize,
  out: usize,
  count: i32,
  aPeriod: i32,
  bPeriod: i32,
): void {
  Binary.run(MAXIMUM, a, b, out, count, aPeriod, bPeriod);
}

/** The same for min(a, b), NaN where either is. */
export function minimumBroadcast(
  a: usize,
  b: usize,
  out: usize,
  count: i32,
  aPeriod: i32,
  bPeriod: i32,
): void {
  Binary.run(MINIMUM, a, b, out, count, aPeriod, bPeriod);
}
