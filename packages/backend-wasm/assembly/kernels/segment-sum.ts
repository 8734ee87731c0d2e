/**
 * out[s] = Σ of the rows i of x with ids[i] = s. Rows whose id is not a segment are ignored.
 *
 * @param ids Address of `rows` integers of four bytes.
 * @param sums Address of a buffer of `segments` × `width` doubles.
 */
export function segmentSum(
  x: usize,
  ids: usize,
  out: usize,
  sums: usize,
  rows: i32,
  width: i32,
  segments: i32,
): void {
  const count = <usize>segments * <usize>width;
  memory.fill(sums, 0, count << 3);
  let at = x;
  for (let i = 0; i < rows; i++) {
    const segment = load<i32>(ids + ((<usize>i) << 2));
    if (segment >= 0 && segment < segments) {
      let to = sums + ((<usize>segment * <usize>width) << 3);
      for (let j = 0; j < width; j++) {
        store<f64>(to, load<f64>(to) + <f64>load<f32>(at));
        at += 4;
        to += 8;
      }
    } else at += (<usize>width) << 2;
  }
  for (let i: usize = 0; i < count; i++) {
    store<f32>(out + (i << 2), <f32>load<f64>(sums + (i << 3)));
  }
}
