/**
 * Copies `rows` rows of `bytes` bytes, a multiple of four, from one array into another.
 *
 * @param xRow Bytes from a row to the next in the source. @param outRow The same in the destination.
 */
export function copyRows(
  x: usize,
  xRow: usize,
  out: usize,
  outRow: usize,
  rows: i32,
  bytes: usize,
): void {
  let from = x;
  let to = out;
  for (let i = 0; i < rows; i++) {
    let j: usize = 0;
    for (; j + 16 <= bytes; j += 16) v128.store(to + j, v128.load(from + j));
    for (; j < bytes; j += 4) store<u32>(to + j, load<u32>(from + j));
    from += xRow;
    to += outRow;
  }
}
