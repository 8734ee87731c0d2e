import { pack, packTransposed } from "./pack";
import { fourColumns, fourRows, oneRow } from "./tiles";

/** Terms of a block: its panel of B stays in the L1 cache, and rounding errors stay small. */
const TERMS = 256;
/** A panel of B: rows of two vectors. */
const PANEL = memory.data(8192, 16);

/**
 * c = from + A B by panels of B, two vectors wide, which are copied so that their rows are adjacent, and tiles of four rows
 * of c.
 */
export function panels<T>(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  bStep: usize,
  from: usize,
  fromRow: usize,
  fromColumn: usize,
  c: usize,
  m: i32,
  k: i32,
  n: i32,
): void {
  const row = <usize>n * sizeof<T>();
  let start = from;
  let startRow = fromRow;
  let startColumn = fromColumn;
  let first = 0;
  // Once even if there are no terms.
  do {
    const terms = min(TERMS, k - first);
    const left = a + <usize>first * aStep;
    for (let j: usize = 0; j < row; j += 32) {
      const column = j / sizeof<T>();
      const right = b + <usize>first * bRow + column * bStep;
      if (bStep === sizeof<T>()) pack(PANEL, right, bRow, terms);
      else packTransposed<T>(PANEL, right, bStep, terms, n - <i32>column);
      const rest = row - j;
      let to = c + j;
      let top = start + column * startColumn;
      let at = left;
      let i = 0;
      for (; i + 4 <= m; i += 4) {
        if (aStep === sizeof<T>())
          fourRows<T>(at, aRow, PANEL, top, startRow, to, row, terms, rest);
        else fourColumns<T>(at, aStep, PANEL, top, startRow, to, row, terms, rest);
        at += aRow << 2;
        to += row << 2;
        top += startRow << 2;
      }
      for (; i < m; i++) {
        oneRow<T>(at, aStep, PANEL, top, to, terms, rest);
        at += aRow;
        to += row;
        top += startRow;
      }
    }
    start = c;
    startRow = row;
    startColumn = sizeof<T>();
    first += TERMS;
  } while (first < k);
}
