/** Vectors of 16 bytes as numbers of type T, float32 or float64. */
export abstract class Vector {
  /** a b + c. build.mjs notes the places of these two instructions: engines with a fused multiply-add get that instead. */
  @inline static madd<T>(a: v128, b: v128, c: v128): v128 {
    return v128.add<T>(v128.mul<T>(a, b), c);
  }

  /** The number at an address, in all lanes. The next ones are separate functions: offsets of instructions are constants. */
  @inline static spread<T>(at: usize): v128 {
    return sizeof<T>() === 4 ? v128.load32_splat(at) : v128.load64_splat(at);
  }

  @inline static spread1<T>(at: usize): v128 {
    return sizeof<T>() === 4 ? v128.load32_splat(at, 4) : v128.load64_splat(at, 8);
  }

  @inline static spread2<T>(at: usize): v128 {
    return sizeof<T>() === 4 ? v128.load32_splat(at, 8) : v128.load64_splat(at, 16);
  }

  @inline static spread3<T>(at: usize): v128 {
    return sizeof<T>() === 4 ? v128.load32_splat(at, 12) : v128.load64_splat(at, 24);
  }

  /** The sum of a vector's numbers. */
  @inline static total<T>(x: v128): T {
    if (sizeof<T>() === 8) {
      return <T>(f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1));
    } else {
      const pair = f32x4.add(x, v128.shuffle<f64>(x, x, 1, 0));
      return <T>(f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1));
    }
  }

  /** Stores a vector, or the part of it that is left of an array: `rest` bytes. */
  @inline static put<T>(to: usize, x: v128, rest: usize): void {
    if (rest >= 16) v128.store(to, x);
    else putPart<T>(to, x, rest);
  }
}

function putPart<T>(to: usize, x: v128, rest: usize): void {
  if (sizeof<T>() === 8) {
    v128.store_lane<f64>(to, x, 0);
  } else {
    if (rest === 4) {
      v128.store_lane<f32>(to, x, 0);
      return;
    }
    v128.store_lane<f64>(to, x, 0);
    if (rest === 12) v128.store_lane<f32>(to, x, 2, 8);
  }
}

/** Copies numbers: as fast for a few as for many. */
export function copy<T>(out: usize, x: usize, count: i32): void {
  const bytes = <usize>count * sizeof<T>();
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(out + i, v128.load(x + i));
  for (; i < bytes; i += sizeof<T>()) store<T>(out + i, load<T>(x + i));
}
