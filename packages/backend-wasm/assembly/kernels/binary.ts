import { Lanes } from "@symplectic-adjoint/assembly/functions/lanes";

const ADD = 0;
const SUBTRACT = 1;
const MULTIPLY = 2;
const DIVIDE = 3;
const MAXIMUM = 4;
const MINIMUM = 5;

/**
 * Operations on two arrays, the shorter of which is repeated. The operation is a compile-time constant, so it causes no
 * branch.
 */
abstract class Binary {
  @inline private static apply(operation: i32, x: v128, y: v128): v128 {
    if (operation === ADD) return f32x4.add(x, y);
    if (operation === SUBTRACT) return f32x4.sub(x, y);
    if (operation === MULTIPLY) return f32x4.mul(x, y);
    if (operation === DIVIDE) return f32x4.div(x, y);
    if (operation === MAXIMUM) return f32x4.max(x, y);
    return f32x4.min(x, y);
  }

  /** Processes `bytes` bytes, sixteen numbers at a time while possible. A step of 0 repeats one number. */
  @inline private static span(
    operation: i32,
    a: usize,
    aStep: usize,
    b: usize,
    bStep: usize,
    out: usize,
    bytes: usize,
  ): void {
    let i: usize = 0;
    for (; i + 64 <= bytes; i += 64) {
      const x = a + i * aStep;
      const y = b + i * bStep;
      const to = out + i;
      v128.store(to, Binary.apply(operation, Binary.at(x, aStep, 0), Binary.at(y, bStep, 0)));
      v128.store(to, Binary.apply(operation, Binary.at(x, aStep, 16), Binary.at(y, bStep, 16)), 16);
      v128.store(to, Binary.apply(operation, Binary.at(x, aStep, 32), Binary.at(y, bStep, 32)), 32);
      v128.store(to, Binary.apply(operation, Binary.at(x, aStep, 48), Binary.at(y, bStep, 48)), 48);
    }
    for (; i < bytes; i += 16) {
      const rest = bytes - i;
      const x = aStep === 0 ? Binary.at(a, 0, 0) : Lanes.take(a + i, rest);
      const y = bStep === 0 ? Binary.at(b, 0, 0) : Lanes.take(b + i, rest);
      Lanes.put(out + i, Binary.apply(operation, x, y), rest);
    }
  }

  @inline private static at(x: usize, step: usize, offset: usize): v128 {
    return step === 0 ? v128.load32_splat(x) : v128.load(x + offset);
  }

  /**
   * @param count Length of the result. @param aPeriod Length of a: `count`, or a divisor of it. @param bPeriod The same
   * for b; one of the two is `count`.
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
    if (bPeriod === 1) Binary.span(operation, a, 1, b, 0, out, bytes);
    else if (aPeriod === 1) Binary.span(operation, a, 0, b, 1, out, bytes);
    else {
      const period = (<usize>min(aPeriod, bPeriod)) << 2;
      for (let done: usize = 0; done < bytes; done += period) {
        const x = a + (aPeriod === count ? done : 0);
        const y = b + (bPeriod === count ? done : 0);
        Binary.span(operation, x, 1, y, 1, out + done, period);
      }
    }
  }
}

/** out = a + b, for `count` numbers; a or b may be shorter and is then repeated. */
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

/** The same for max(a, b), propagating NaN. */
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

/** The same for min(a, b), propagating NaN. */
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
