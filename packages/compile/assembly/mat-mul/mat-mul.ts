import { applyOne } from "../functions/apply";
import { copy } from "../lanes";
import { Words } from "../words";
import { fewRows } from "./few-rows";
import { panels } from "./panels";

/** Room for two vectors. */
const ROOM = memory.data(64, 16);
/** Zeros, from which sums start: a row of them may be as long as a tile. */
const ZEROS = memory.data(64, 16);

/**
 * Products of matrices, and what follows them. Words:
 *
 *     2 batch, 3 m, 4 n, 5 k, 6 a, 7 b, 8 c, 9–11 bytes from one matrix to the next, of a, b and c
 *     12, 13 bytes from a row of A to the next, and from a column, 14, 15 the same of B
 *     16 bias or 0, 17 activation or −1, 18 whether products are added to what is there
 */
export function matMul<T>(at: usize): void {
  const batch = Words.int(at, 2);
  const activation = Words.int(at, 17);
  let a = Words.address(at, 6);
  let b = Words.address(at, 7);
  let c = Words.address(at, 8);
  for (let i = 0; i < batch; i++) {
    product<T>(at, a, b, c);
    if (activation >= 0) activate<T>(activation, c, Words.int(at, 3) * Words.int(at, 4));
    a += Words.address(at, 9);
    b += Words.address(at, 10);
    c += Words.address(at, 11);
  }
}

/** Sums start from the bias, from what is there, or from zeros: an address, and the bytes to the next row and column. */
function product<T>(at: usize, a: usize, b: usize, c: usize): void {
  const m = Words.int(at, 3);
  const n = Words.int(at, 4);
  const k = Words.int(at, 5);
  const row = <usize>n * sizeof<T>();
  const bias = Words.address(at, 16);
  const adding = Words.int(at, 18) !== 0;
  const from = adding ? c : bias !== 0 ? bias : ZEROS;
  const fromRow: usize = adding ? row : 0;
  const fromColumn: usize = adding || bias !== 0 ? sizeof<T>() : 0;
  const aRow = Words.address(at, 12);
  const aStep = Words.address(at, 13);
  const bRow = Words.address(at, 14);
  const bStep = Words.address(at, 15);
  if (m < 4) fewRows<T>(a, aRow, aStep, b, bRow, bStep, from, fromRow, fromColumn, c, m, k, row);
  else panels<T>(a, aRow, aStep, b, bRow, bStep, from, fromRow, fromColumn, c, m, k, row);
}

function activate<T>(fn: i32, x: usize, count: i32): void {
  const bytes = <usize>count * sizeof<T>();
  const whole = bytes & ~31;
  applyOne<T>(fn, x, x, whole);
  if (whole === bytes) return;
  copy<T>(ROOM, x + whole, <i32>((bytes - whole) / sizeof<T>()));
  applyOne<T>(fn, ROOM, ROOM, bytes - whole);
  copy<T>(x + whole, ROOM, <i32>((bytes - whole) / sizeof<T>()));
}
