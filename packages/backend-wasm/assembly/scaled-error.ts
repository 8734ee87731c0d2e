import { high, low, total } from "./doubles";

// The scale of an error is atol + rtol · max(|from|, |to|). It is not finite if a state is not, and an infinite scale
// would hide any error, so the quotient is then NaN.

/** The bits of the smallest non-finite float32, without the sign. */
const INFINITY: u32 = 0x7f800000;

function scales(a: v128, b: v128, rtol: v128, atol: v128): v128 {
  // Magnitudes are ordered like their bits, with NaN after infinity: an integer maximum propagates NaN, and is one
  // instruction instead of several for floats.
  const largest = i32x4.max_u(f32x4.abs(a), f32x4.abs(b));
  return f32x4.add(atol, f32x4.mul(rtol, largest));
}

function scale(a: f32, b: f32, rtol: f32, atol: f32): f32 {
  return atol + rtol * max<f32>(abs<f32>(a), abs<f32>(b));
}

/** out = error / scale, for `count` float32 numbers; NaN where `from` or `to` is not finite. */
export function scaledError(
  out: usize,
  error: usize,
  from: usize,
  to: usize,
  rtol: f32,
  atol: f32,
  count: i32,
): void {
  const end = (<usize>count) << 2;
  const r = f32x4.splat(rtol);
  const t = f32x4.splat(atol);
  let i: usize = 0;
  for (; i + 16 <= end; i += 16) {
    const s = scales(v128.load(from + i), v128.load(to + i), r, t);
    // s − s is 0, or NaN.
    const q = f32x4.add(f32x4.div(v128.load(error + i), s), f32x4.sub(s, s));
    v128.store(out + i, q);
  }
  for (; i < end; i += 4) {
    const s = scale(load<f32>(from + i), load<f32>(to + i), rtol, atol);
    store<f32>(out + i, load<f32>(error + i) / s + (s - s));
  }
}

/** The sum of the squares of the results of `scaledError`, in double precision. */
export function squaredErrors(
  error: usize,
  from: usize,
  to: usize,
  rtol: f32,
  atol: f32,
  count: i32,
): f64 {
  const end = (<usize>count) << 2;
  const r = f32x4.splat(rtol);
  const t = f32x4.splat(atol);
  let sums0 = f64x2.splat(0);
  let sums1 = sums0;
  let sums2 = sums0;
  let sums3 = sums0;
  // The largest scales, by their bits, which detects any non-finite one.
  let largest = i32x4.splat(0);
  let i: usize = 0;
  for (; i + 32 <= end; i += 32) {
    const s0 = scales(v128.load(from + i, 0), v128.load(to + i, 0), r, t);
    const s1 = scales(v128.load(from + i, 16), v128.load(to + i, 16), r, t);
    const q0 = f32x4.div(v128.load(error + i, 0), s0);
    const q1 = f32x4.div(v128.load(error + i, 16), s1);
    largest = i32x4.max_u(largest, i32x4.max_u(s0, s1));
    sums0 = f64x2.add(sums0, f64x2.mul(low(q0), low(q0)));
    sums1 = f64x2.add(sums1, f64x2.mul(high(q0), high(q0)));
    sums2 = f64x2.add(sums2, f64x2.mul(low(q1), low(q1)));
    sums3 = f64x2.add(sums3, f64x2.mul(high(q1), high(q1)));
  }
  let sum = total(f64x2.add(f64x2.add(sums0, sums1), f64x2.add(sums2, sums3)));
  if (v128.any_true(i32x4.ge_u(largest, i32x4.splat(INFINITY)))) sum = NaN;
  for (; i < end; i += 4) {
    const s = scale(load<f32>(from + i), load<f32>(to + i), rtol, atol);
    const q = <f64>(load<f32>(error + i) / s + (s - s));
    sum += q * q;
  }
  return sum;
}
