import { copy } from "./lanes";
import { Words } from "./words";

/**
 * Blocks from the places in a table, which holds addresses, or 0 for blocks of one number. Words:
 *
 *     2 numbers of a block, 3 how many, 4 table, 5 out, 6 address of the number
 */
export function gather<T>(at: usize): void {
  const block = Words.int(at, 2);
  const count = Words.address(at, 3);
  const table = Words.address(at, 4);
  const fill = load<T>(Words.address(at, 6));
  let out = Words.address(at, 5);
  if (block === 1) {
    for (let i: usize = 0; i < count; i++) {
      const from = Words.address(table, i);
      store<T>(out, from === 0 ? fill : load<T>(from));
      out += sizeof<T>();
    }
    return;
  }
  const bytes = <usize>block * sizeof<T>();
  for (let i: usize = 0; i < count; i++) {
    const from = Words.address(table, i);
    if (from !== 0) copy<T>(out, from, block);
    else for (let j: usize = 0; j < bytes; j += sizeof<T>()) store<T>(out + j, fill);
    out += bytes;
  }
}

/**
 * Blocks added to the places in a table, which holds addresses, or 0 for none. Words:
 *
 *     2 numbers of a block, 3 how many, 4 table, 5 x, 6 out, 7 bytes to zero first
 */
export function scatter<T>(at: usize): void {
  const block = <usize>Words.int(at, 2) * sizeof<T>();
  const count = Words.address(at, 3);
  const table = Words.address(at, 4);
  let x = Words.address(at, 5);
  memory.fill(Words.address(at, 6), 0, Words.address(at, 7));
  for (let i: usize = 0; i < count; i++) {
    const to = Words.address(table, i);
    if (to !== 0) {
      let j: usize = 0;
      for (; j + 16 <= block; j += 16) {
        v128.store(to + j, v128.add<T>(v128.load(to + j), v128.load(x + j)));
      }
      for (; j < block; j += sizeof<T>()) {
        store<T>(to + j, <T>(load<T>(to + j) + load<T>(x + j)));
      }
    }
    x += block;
  }
}
