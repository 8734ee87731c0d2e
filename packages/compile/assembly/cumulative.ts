import { Words } from "./words";

/**
 * Cumulative sums, or products, in double precision. Words:
 *
 *     2 whether products, 3 whether exclusive, 4 whether from the end, 5 outer, 6 n, 7 inner, 8 x, 9 out
 */
export function cumulative<T>(at: usize): void {
  const product = Words.int(at, 2) !== 0;
  const outer = Words.int(at, 5);
  const n = Words.address(at, 6);
  const inner = Words.address(at, 7);
  const row = inner * sizeof<T>();
  const backward = Words.int(at, 4) !== 0;
  const step: usize = backward ? 0 - row : row;
  const first = backward ? (max<usize>(n, 1) - 1) * row : 0;
  for (let i: usize = 0; i < <usize>outer; i++) {
    for (let j: usize = 0; j < row; j += sizeof<T>()) {
      const start = i * n * row + first + j;
      along<T>(
        Words.address(at, 8) + start,
        Words.address(at, 9) + start,
        n,
        step,
        product,
        Words.int(at, 3) !== 0,
      );
    }
  }
}

function along<T>(
  x: usize,
  out: usize,
  n: usize,
  step: usize,
  product: bool,
  exclusive: bool,
): void {
  let value: f64 = product ? 1 : 0;
  let at: usize = 0;
  for (let i: usize = 0; i < n; i++) {
    const next = <f64>load<T>(x + at);
    if (exclusive) store<T>(out + at, <T>value);
    value = product ? value * next : value + next;
    if (!exclusive) store<T>(out + at, <T>value);
    at += step;
  }
}
