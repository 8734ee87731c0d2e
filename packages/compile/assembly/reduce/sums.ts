import { Lanes } from "@symplectic-adjoint/assembly/functions/lanes";
import { Vector } from "../lanes";

// Sums are accumulated in double precision.

abstract class Pairs {
  /** The first two numbers of a vector as doubles. Of two doubles: themselves. */
  @inline static low<T>(x: v128): v128 {
    return sizeof<T>() === 4 ? Lanes.low(x) : x;
  }

  /** The last two; of two doubles none are left. */
  @inline static high<T>(x: v128): v128 {
    return sizeof<T>() === 4 ? Lanes.high(x) : f64x2.splat(0);
  }

  @inline static put<T>(out: usize, a: v128, b: v128, rest: usize, adding: bool): void {
    const sums = sizeof<T>() === 4 ? Lanes.join(a, b) : a;
    Vector.put<T>(out, adding ? v128.add<T>(v128.load(out), sums) : sums, rest);
  }
}

/** The sum of n numbers. */
export function sumRow<T>(x: usize, out: usize, n: usize, adding: bool): void {
  const bytes = n * sizeof<T>();
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    const first = v128.load(x + i);
    const second = v128.load(x + i, 16);
    s0 = f64x2.add(s0, Pairs.low<T>(first));
    s1 = f64x2.add(s1, Pairs.low<T>(second));
    if (sizeof<T>() === 4) {
      s2 = f64x2.add(s2, Pairs.high<T>(first));
      s3 = f64x2.add(s3, Pairs.high<T>(second));
    }
  }
  const s = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  let sum = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
  for (; i < bytes; i += sizeof<T>()) sum += <f64>load<T>(x + i);
  store<T>(out, <T>(adding ? sum + <f64>load<T>(out) : sum));
}

/** The sums of n numbers that are `row` bytes apart, for a row of columns. */
export function sumColumns<T>(x: usize, out: usize, n: usize, row: usize, adding: bool): void {
  let j: usize = 0;
  for (; j + 32 <= row; j += 32) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let at = x + j;
    for (let i: usize = 0; i < n; i++) {
      const first = v128.load(at);
      const second = v128.load(at, 16);
      s0 = f64x2.add(s0, Pairs.low<T>(first));
      s1 = f64x2.add(s1, Pairs.low<T>(second));
      if (sizeof<T>() === 4) {
        s2 = f64x2.add(s2, Pairs.high<T>(first));
        s3 = f64x2.add(s3, Pairs.high<T>(second));
      }
      at += row;
    }
    Pairs.put<T>(out + j, s0, s2, 16, adding);
    Pairs.put<T>(out + j + 16, s1, s3, 16, adding);
  }
  for (; j < row; j += 16) {
    let s0 = f64x2.splat(0);
    let s2 = s0;
    let at = x + j;
    for (let i: usize = 0; i < n; i++) {
      const first = v128.load(at);
      s0 = f64x2.add(s0, Pairs.low<T>(first));
      if (sizeof<T>() === 4) s2 = f64x2.add(s2, Pairs.high<T>(first));
      at += row;
    }
    Pairs.put<T>(out + j, s0, s2, row - j, adding);
  }
}
