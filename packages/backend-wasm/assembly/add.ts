/** out = a + b for `count` float32 numbers; `out` may be the address of `a` or `b`. */
export function add(out: usize, a: usize, b: usize, count: i32): void {
  const end = (<usize>count) << 2;
  let i: usize = 0;
  for (; i + 32 <= end; i += 32) {
    const x = f32x4.add(v128.load(a + i, 0), v128.load(b + i, 0));
    const y = f32x4.add(v128.load(a + i, 16), v128.load(b + i, 16));
    v128.store(out + i, x, 0);
    v128.store(out + i, y, 16);
  }
  for (; i < end; i += 4) store<f32>(out + i, load<f32>(a + i) + load<f32>(b + i));
}
