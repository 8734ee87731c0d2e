/** Copies rows of two vectors to where they are adjacent. Numbers beyond the matrix are copied as well, and ignored. */
export function pack(panel: usize, b: usize, bRow: usize, terms: i32): void {
  let from = b;
  const end = panel + ((<usize>terms) << 5);
  for (let to = panel; to < end; to += 32) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += bRow;
  }
}

/** The same of a transposed matrix: `columns` rows of it, at least one, that are `bStep` bytes apart. */
export function packTransposed<T>(
  panel: usize,
  b: usize,
  bStep: usize,
  terms: i32,
  columns: i32,
): void {
  // Rows beyond the matrix are replaced with the last one.
  const last = b + <usize>(columns - 1) * bStep;
  const rows: usize = sizeof<T>() === 4 ? 4 : 2;
  packPart<T>(panel, b, bStep, last, terms);
  packPart<T>(panel + 16, min<usize>(b + rows * bStep, last), bStep, last, terms);
}

/** One vector of each row of the panel. */
function packPart<T>(panel: usize, b: usize, bStep: usize, last: usize, terms: i32): void {
  const b1 = min<usize>(b + bStep, last) - b;
  const b2 = min<usize>(b + 2 * bStep, last) - b;
  const b3 = min<usize>(b + 3 * bStep, last) - b;
  let from = b;
  let to = panel;
  let k = terms;
  if (sizeof<T>() === 4) {
    for (; k >= 4; k -= 4) {
      const x0 = v128.load(from);
      const x1 = v128.load(from + b1);
      const x2 = v128.load(from + b2);
      const x3 = v128.load(from + b3);
      const low0 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
      const high0 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
      const low1 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
      const high1 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f64>(low0, low1, 0, 2));
      v128.store(to, v128.shuffle<f64>(low0, low1, 1, 3), 32);
      v128.store(to, v128.shuffle<f64>(high0, high1, 0, 2), 64);
      v128.store(to, v128.shuffle<f64>(high0, high1, 1, 3), 96);
      from += 16;
      to += 128;
    }
  }
  for (; k > 0; k--) {
    store<T>(to, load<T>(from));
    store<T>(to, load<T>(from + b1), sizeof<T>());
    if (sizeof<T>() === 4) {
      store<T>(to, load<T>(from + b2), 8);
      store<T>(to, load<T>(from + b3), 12);
    }
    from += sizeof<T>();
    to += 32;
  }
}
