import { pack, packTransposed, packVector } from "./pack";
import { fourRows, oneRow } from "./tiles";

/** Terms of a block: its panels of B stay in the L1 cache, and rounding errors stay small. */
const TERMS = 128;
/** Bytes of a panel of B, of rows of two vectors, and of eight panels next to one another. */
const PANEL: usize = 4096;
const PANELS = memory.data(32768, 16);
/** Four rows of A, so that the numbers of a column are adjacent. */
const ROWS = memory.data(4096, 16);

/**
 * c = from + A B. Blocks of B are copied to panels two vectors wide, whose rows are adjacent; blocks of four rows of A are
 * copied as well, unless their columns are adjacent as they are. Tiles of c are four rows by a panel.
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
  row: usize,
): void {
  let start = from;
  let startRow = fromRow;
  let startColumn = fromColumn;
  let first = 0;
  // Once even if there are no terms.
  do {
    const terms = min(TERMS, k - first);
    const left = a + <usize>first * aStep;
    const right = b + <usize>first * bRow;
    for (let j: usize = 0; j < row; j += 256) {
      const width = min<usize>(256, row - j);
      const column = j / sizeof<T>();
      packPanels<T>(right + column * bStep, bRow, bStep, terms, width);
      const top = start + column * startColumn;
      const step = startColumn * (32 / sizeof<T>());
      block<T>(left, aRow, aStep, top, startRow, step, c + j, row, m, terms, width);
    }
    start = c;
    startRow = row;
    startColumn = sizeof<T>();
    first += TERMS;
  } while (first < k);
}

function packPanels<T>(b: usize, bRow: usize, bStep: usize, terms: i32, width: usize): void {
  let from = b;
  let panel = PANELS;
  for (let j: usize = 0; j < width; j += 32) {
    if (bStep === sizeof<T>()) pack(panel, from, bRow, terms);
    else packTransposed<T>(panel, from, bStep, terms, <i32>((width - j) / sizeof<T>()));
    from += bStep * (32 / sizeof<T>());
    panel += PANEL;
  }
}

/** Rows of c, as wide as the panels. @param topStep Bytes from where a tile's sums start to the next tile's. */
function block<T>(
  a: usize,
  aRow: usize,
  aStep: usize,
  top: usize,
  topRow: usize,
  topStep: usize,
  c: usize,
  row: usize,
  m: i32,
  terms: i32,
  width: usize,
): void {
  let at = a;
  let to = c;
  let start = top;
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    let rows = at;
    let step = aStep;
    if (aStep === sizeof<T>()) {
      rows = ROWS;
      step = 4 * sizeof<T>();
      packRows<T>(at, aRow, terms);
    }
    let panel = PANELS;
    let tile = start;
    for (let j: usize = 0; j < width; j += 32) {
      fourRows<T>(rows, step, panel, tile, topRow, to + j, row, terms, width - j);
      panel += PANEL;
      tile += topStep;
    }
    at += aRow << 2;
    to += row << 2;
    start += topRow << 2;
  }
  for (; i < m; i++) {
    let panel = PANELS;
    let tile = start;
    for (let j: usize = 0; j < width; j += 32) {
      oneRow<T>(at, aStep, panel, tile, to + j, terms, width - j);
      panel += PANEL;
      tile += topStep;
    }
    at += aRow;
    to += row;
    start += topRow;
  }
}

function packRows<T>(a: usize, aRow: usize, terms: i32): void {
  const last = a + 3 * aRow;
  const step: usize = 4 * sizeof<T>();
  packVector<T>(ROWS, step, a, aRow, last, terms);
  if (sizeof<T>() === 8) packVector<T>(ROWS + 16, step, a + 2 * aRow, aRow, last, terms);
}
