/**
 * out = Σ_j coefficients_j · terms_j, for `count` float32 numbers.
 *
 * @param out Address of the result.
 * @param terms Address of `used` addresses, 4 bytes each, aligned.
 * @param coefficients Address of `used` float32 numbers.
 */
export function linearCombination(
  out: usize,
  terms: usize,
  coefficients: usize,
  used: i32,
  count: i32,
): void {
  let i: usize = 0;
  const bytes = (<usize>count) << 2;
  const blocks = bytes & ~63;
  // Sixteen numbers at a time: four sums that do not wait for each other.
  for (; i < blocks; i += 64) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let j = 0; j < used; j++) {
      const c = v128.load32_splat(coefficients + ((<usize>j) << 2));
      const x = <usize>load<u32>(terms + ((<usize>j) << 2)) + i;
      s0 = f32x4.add(s0, f32x4.mul(c, v128.load(x, 0)));
      s1 = f32x4.add(s1, f32x4.mul(c, v128.load(x, 16)));
      s2 = f32x4.add(s2, f32x4.mul(c, v128.load(x, 32)));
      s3 = f32x4.add(s3, f32x4.mul(c, v128.load(x, 48)));
    }
    v128.store(out + i, s0, 0);
    v128.store(out + i, s1, 16);
    v128.store(out + i, s2, 32);
    v128.store(out + i, s3, 48);
  }
  for (; i < bytes; i += 4) {
    let s: f32 = 0;
    for (let j = 0; j < used; j++) {
      const c = load<f32>(coefficients + ((<usize>j) << 2));
      s += c * load<f32>(<usize>load<u32>(terms + ((<usize>j) << 2)) + i);
    }
    store<f32>(out + i, s);
  }
}
