/** The four columns of four rows, from two of which a row is `row` bytes away, as rows that are `outRow` bytes apart. */
abstract class Block {
  @inline static transpose(x: usize, row: usize, out: usize, outRow: usize): void {
    const r0 = v128.load(x);
    const r1 = v128.load(x + row);
    const r2 = v128.load(x + 2 * row);
    const r3 = v128.load(x + 3 * row);
    const even01 = v128.shuffle<f32>(r0, r1, 0, 4, 2, 6);
    const odd01 = v128.shuffle<f32>(r0, r1, 1, 5, 3, 7);
    const even23 = v128.shuffle<f32>(r2, r3, 0, 4, 2, 6);
    const odd23 = v128.shuffle<f32>(r2, r3, 1, 5, 3, 7);
    v128.store(out, v128.shuffle<f64>(even01, even23, 0, 2));
    v128.store(out + outRow, v128.shuffle<f64>(odd01, odd23, 0, 2));
    v128.store(out + 2 * outRow, v128.shuffle<f64>(even01, even23, 1, 3));
    v128.store(out + 3 * outRow, v128.shuffle<f64>(odd01, odd23, 1, 3));
  }
}

/** Side length of the squares that are transposed at a time, so that their lines stay in the cache. */
const SIDE = 32;

/**
 * out = xᵀ for a matrix of `rows` × `columns` numbers of four bytes.
 *
 * @param xRow Bytes from a row of x to the next, if it is a part of something larger.
 * @param outRow The same for the result.
 */
export function transpose(
  x: usize,
  out: usize,
  rows: i32,
  columns: i32,
  xRow: usize,
  outRow: usize,
): void {
  for (let i = 0; i < rows; i += SIDE) {
    for (let j = 0; j < columns; j += SIDE) {
      square(
        x + <usize>i * xRow + ((<usize>j) << 2),
        out + <usize>j * outRow + ((<usize>i) << 2),
        min(SIDE, rows - i),
        min(SIDE, columns - j),
        xRow,
        outRow,
      );
    }
  }
}

function square(x: usize, out: usize, rows: i32, columns: i32, xRow: usize, outRow: usize): void {
  const fours = rows & ~3;
  const wholeColumns = columns & ~3;
  // Along the rows with the smaller distance, because distant ones may conflict in the cache.
  if (outRow > xRow) {
    for (let j = 0; j < wholeColumns; j += 4) {
      const from = x + ((<usize>j) << 2);
      const to = out + <usize>j * outRow;
      for (let i = 0; i < fours; i += 4) {
        Block.transpose(from + <usize>i * xRow, xRow, to + ((<usize>i) << 2), outRow);
      }
    }
  } else {
    for (let i = 0; i < fours; i += 4) {
      const from = x + <usize>i * xRow;
      const to = out + ((<usize>i) << 2);
      for (let j = 0; j < wholeColumns; j += 4) {
        Block.transpose(from + ((<usize>j) << 2), xRow, to + <usize>j * outRow, outRow);
      }
    }
  }
  one(x, out, 0, fours, wholeColumns, columns, xRow, outRow);
  one(x, out, fours, rows, 0, columns, xRow, outRow);
}

/** Element by element, in the given rows and columns. */
function one(
  x: usize,
  out: usize,
  firstRow: i32,
  rows: i32,
  firstColumn: i32,
  columns: i32,
  xRow: usize,
  outRow: usize,
): void {
  for (let i = firstRow; i < rows; i++) {
    for (let j = firstColumn; j < columns; j++) {
      const value = load<u32>(x + <usize>i * xRow + ((<usize>j) << 2));
      store<u32>(out + <usize>j * outRow + ((<usize>i) << 2), value);
    }
  }
}
