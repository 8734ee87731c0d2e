/** Four float32 numbers: as two pairs of doubles, and partial vectors at the end of an array. */
export abstract class Lanes {
  @inline static low(x: v128): v128 {
    return f64x2.promote_low_f32x4(x);
  }

  @inline static high(x: v128): v128 {
    return f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 1));
  }

  /** Rounds to float32: the only such rounding of a function computed in doubles. */
  @inline static join(low: v128, high: v128): v128 {
    return v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
  }

  /** The next four numbers of an array with `rest` bytes left, filled with zeros. */
  @inline static take(from: usize, rest: usize): v128 {
    return rest >= 16 ? v128.load(from) : loadPart(from, rest);
  }

  /** Stores them, up to the end of the array. */
  @inline static put(to: usize, x: v128, rest: usize): void {
    if (rest >= 16) v128.store(to, x);
    else storePart(to, x, rest);
  }
}

function loadPart(from: usize, bytes: usize): v128 {
  if (bytes === 4) return v128.load32_zero(from);
  const two = v128.load64_zero(from);
  return bytes === 8 ? two : v128.load_lane<f32>(from, two, 2, 8);
}

function storePart(to: usize, x: v128, bytes: usize): void {
  if (bytes === 4) {
    v128.store_lane<f32>(to, x, 0);
    return;
  }
  v128.store_lane<f64>(to, x, 0);
  if (bytes === 12) v128.store_lane<f32>(to, x, 2, 8);
}
