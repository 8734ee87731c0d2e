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
  packVector<T>(panel, 32, b, bStep, last, terms);
  packVector<T>(panel + 16, 32, min<usize>(b + rows * bStep, last), bStep, last, terms);
}

/** As many rows of a matrix as a vector has numbers, to vectors `outStep` bytes apart, one for each column. */
export function packVector<T>(
  out: usize,
  outStep: usize,
  b: usize,
  bStep: usize,
  last: usize,
  terms: i32,
): void {
  const b1 = min<usize>(b + bStep, last);
  const b2 = min<usize>(b + 2 * bStep, last);
  const b3 = min<usize>(b + 3 * bStep, last);
  const bytes = <usize>terms * sizeof<T>();
  let i: usize = 0;
  let to = out;
  for (; i + 16 <= bytes; i += 16) {
    const x0 = v128.load(b + i);
    const x1 = v128.load(b1 + i);
    if (sizeof<T>() === 8) {
      v128.store(to, v128.shuffle<f64>(x0, x1, 0, 2));
      v128.store(to + outStep, v128.shuffle<f64>(x0, x1, 1, 3));
      to += outStep << 1;
    } else {
      const x2 = v128.load(b2 + i);
      const x3 = v128.load(b3 + i);
      const low0 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
      const high0 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
      const low1 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
      const high1 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f64>(low0, low1, 0, 2));
      v128.store(to + outStep, v128.shuffle<f64>(low0, low1, 1, 3));
      v128.store(to + 2 * outStep, v128.shuffle<f64>(high0, high1, 0, 2));
      v128.store(to + 3 * outStep, v128.shuffle<f64>(high0, high1, 1, 3));
      to += outStep << 2;
    }
  }
  for (; i < bytes; i += sizeof<T>()) {
    store<T>(to, load<T>(b + i));
    store<T>(to, load<T>(b1 + i), sizeof<T>());
    if (sizeof<T>() === 4) {
      store<T>(to, load<T>(b2 + i), 8);
      store<T>(to, load<T>(b3 + i), 12);
    }
    to += outStep;
  }
}
