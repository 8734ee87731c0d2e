import { Tile } from "./tile";

/** Number of terms per block: their part of b stays in the L1 cache, and rounding errors stay small. */
const TERMS = 128;
/** Number of rows of a per block, which with that number of terms stay in the L2 cache. */
const ROWS = 256;

/**
 * out = A B, or out += A B, for matrices of m × k and k × n numbers.
 *
 * @param aRow Bytes from a row of A to the next.
 * @param aStep Bytes from a column of A to the next. A transposed matrix has the two exchanged.
 * @param bRow Bytes from a row of B to the next; the numbers in a row are adjacent.
 * @param outRow The same for the result.
 */
export function matrixProduct(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  out: usize,
  outRow: usize,
  m: i32,
  k: i32,
  n: i32,
  adding: bool,
): void {
  let first = 0;
  // Once even if there are no terms: their sum is 0.
  do {
    const terms = min(TERMS, k - first);
    for (let i = 0; i < m; i += ROWS) {
      panels(
        a + <usize>i * aRow + <usize>first * aStep,
        aRow,
        aStep,
        b + <usize>first * bRow,
        bRow,
        out + <usize>i * outRow,
        outRow,
        min(ROWS, m - i),
        terms,
        (<usize>n) << 2,
        adding || first > 0,
      );
    }
    first += TERMS;
  } while (first < k);
}

function panels(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  out: usize,
  outRow: usize,
  m: i32,
  terms: i32,
  width: usize,
  adding: bool,
): void {
  const fours = m & ~3;
  let at = a;
  let to = out;
  if (fours > 0) {
    let j: usize = 0;
    for (; j + 32 <= width; j += 32) {
      at = a;
      to = out + j;
      for (let i = 0; i < fours; i += 4) {
        Tile.fourByEight(at, aRow, aStep, b + j, bRow, to, outRow, terms, adding);
        at += aRow << 2;
        to += outRow << 2;
      }
    }
    for (; j < width; j += 16) {
      at = a;
      to = out + j;
      for (let i = 0; i < fours; i += 4) {
        Tile.fourByRest(at, aRow, aStep, b + j, bRow, to, outRow, terms, adding, width - j);
        at += aRow << 2;
        to += outRow << 2;
      }
    }
  }
  at = a + <usize>fours * aRow;
  to = out + <usize>fours * outRow;
  for (let i = fours; i < m; i++) {
    let j: usize = 0;
    for (; j + 64 <= width; j += 64)
      Tile.oneBySixteen(at, aStep, b + j, bRow, to + j, terms, adding);
    for (; j < width; j += 16) {
      Tile.oneByRest(at, aStep, b + j, bRow, to + j, terms, adding, width - j);
    }
    at += aRow;
    to += outRow;
  }
}
