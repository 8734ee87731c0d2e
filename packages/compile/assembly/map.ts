import { apply } from "./functions/apply";
import { copy } from "./lanes";
import { Words } from "./words";

/** How an operand's address moves, in the lowest bits of its word: not, with the elements, or with the columns. */
const MOVES = memory.data(16, 16);

/**
 * A fused map: `outer` rows of `inner` numbers in blocks that stay in the L1 cache, each through all functions. Words:
 *
 *     2 outer, 3 inner, 4 rows of a block, 5 numbers of a block at most, 6 how many fixed operands, 7 columns, 8 functions,
 *     fixed operands, set once: out, source, how many numbers repeat, length
 *     columns, set block by block: out, source
 *     functions: code, out, three operands, room for a block
 *
 * A function whose result lies in the arena writes an incomplete pair of vectors elsewhere, and its numbers are copied.
 */
export function map<T>(at: usize): void {
  const outer = Words.int(at, 2);
  const inner = Words.int(at, 3);
  const rows = Words.int(at, 4);
  const block = Words.int(at, 5);
  const fixed = at + 36;
  const columns = fixed + (Words.address(at, 6) << 4);
  const functions = columns + (Words.address(at, 7) << 3);
  const end = functions + Words.address(at, 8) * 24;
  for (let i = fixed; i < columns; i += 16) repeat<T>(i);
  for (let row = 0; row < outer; row += rows) {
    const height = min(rows, outer - row);
    for (let column = 0; column < inner; column += block) {
      const width = min(block, inner - column);
      store<usize>(MOVES, <usize>(row * inner + column) * sizeof<T>(), 4);
      store<usize>(MOVES, <usize>column * sizeof<T>(), 8);
      for (let i = columns; i < functions; i += 8) expand<T>(i, row, height, width);
      pass<T>(functions, end, height * width);
    }
  }
}

abstract class Operand {
  @inline static address(at: usize, i: usize): usize {
    const operand = Words.address(at, i);
    return (operand & ~3) + load<usize>(MOVES + ((operand & 3) << 2));
  }
}

function pass<T>(functions: usize, end: usize, count: i32): void {
  const bytes = <usize>count * sizeof<T>();
  for (let i = functions; i < end; i += 24) {
    const out = Operand.address(i, 1);
    const partial = (bytes & 31) !== 0 && (Words.int(i, 1) & 3) !== 0;
    const to = partial ? Words.address(i, 5) : out;
    apply<T>(
      Words.int(i, 0),
      to,
      Operand.address(i, 2),
      Operand.address(i, 3),
      Operand.address(i, 4),
      bytes,
    );
    if (partial) copy<T>(out, to, count);
  }
}

/** Words: out, source, period, length. */
function repeat<T>(at: usize): void {
  const out = Words.address(at, 0);
  const source = Words.address(at, 1);
  const period = Words.int(at, 2);
  const length = Words.int(at, 3);
  if (period === 1) {
    fill<T>(out, load<T>(source), length);
    return;
  }
  for (let i = 0; i < length; i += period) {
    copy<T>(out + <usize>i * sizeof<T>(), source, min(period, length - i));
  }
}

/** Each of the next `height` numbers of a column `width` times. */
function expand<T>(at: usize, row: i32, height: i32, width: i32): void {
  let out = Words.address(at, 0);
  const source = Words.address(at, 1) + <usize>row * sizeof<T>();
  for (let i = 0; i < height; i++) {
    fill<T>(out, load<T>(source + <usize>i * sizeof<T>()), width);
    out += <usize>width * sizeof<T>();
  }
}

function fill<T>(out: usize, value: T, count: i32): void {
  const bytes = <usize>count * sizeof<T>();
  const vector = v128.splat<T>(value);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(out + i, vector);
  for (; i < bytes; i += sizeof<T>()) store<T>(out + i, value);
}
