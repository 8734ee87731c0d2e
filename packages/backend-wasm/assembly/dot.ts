import { high, low, total } from "./doubles";

/** Σ a_i · b_i of `count` float32 numbers at these addresses. The products are exact, the sum is in double precision. */
export function dot(a: usize, b: usize, count: i32): f64 {
  const end = a + ((<usize>count) << 2);
  const offset = b - a;
  let at = a;
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (; at + 32 <= end; at += 32) {
    const x = v128.load(at, 0);
    const y = v128.load(at + offset, 0);
    const z = v128.load(at, 16);
    const w = v128.load(at + offset, 16);
    s0 = f64x2.add(s0, f64x2.mul(low(x), low(y)));
    s1 = f64x2.add(s1, f64x2.mul(high(x), high(y)));
    s2 = f64x2.add(s2, f64x2.mul(low(z), low(w)));
    s3 = f64x2.add(s3, f64x2.mul(high(z), high(w)));
  }
  let sum = total(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
  for (; at < end; at += 4) sum += <f64>load<f32>(at) * <f64>load<f32>(at + offset);
  return sum;
}
