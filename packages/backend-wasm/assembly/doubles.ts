// Four float32 numbers as two pairs of float64 numbers.

/** The first two. */
export function low(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

/** The last two. */
export function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 0));
}

/** The sum of a pair. */
export function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}
