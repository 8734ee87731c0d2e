import { Words } from "../words";
import { sumColumns, sumRow } from "./sums";

/** Which reduction. */
enum Reduction {
  sum,
  max,
  min,
  product,
  argMax,
  argMin,
}

/** Reduces the middle axis. Words: 2 which, 3 outer, 4 n, 5 inner, 6 x, 7 out, 8 whether sums are added to what is there. */
export function reduce<T>(at: usize): void {
  const which = Words.int(at, 2);
  const outer = Words.address(at, 3);
  const n = Words.address(at, 4);
  const inner = Words.address(at, 5);
  const adding = Words.int(at, 8) !== 0;
  const row = inner * sizeof<T>();
  let x = Words.address(at, 6);
  let out = Words.address(at, 7);
  for (let i: usize = 0; i < outer; i++) {
    if (which === Reduction.sum && inner === 1) sumRow<T>(x, out, n, adding);
    else if (which === Reduction.sum) sumColumns<T>(x, out, n, row, adding);
    else
      for (let j: usize = 0; j < row; j += sizeof<T>()) {
        if (which === Reduction.product) store<T>(out + j, <T>product<T>(x + j, n, row));
        else extremum<T>(which, x + j, out + j, n, row);
      }
    x += n * row;
    out += row;
  }
}

function product<T>(x: usize, n: usize, step: usize): f64 {
  let value: f64 = 1;
  for (let i: usize = 0; i < n; i++) value *= <f64>load<T>(x + i * step);
  return value;
}

/** The largest or smallest number, or its first index. NaN is propagated, and ignored by the search for an index. */
function extremum<T>(which: i32, x: usize, out: usize, n: usize, step: usize): void {
  const largest = which === Reduction.max || which === Reduction.argMax;
  const indexed = which === Reduction.argMax || which === Reduction.argMin;
  let best: T = largest ? <T>-Infinity : <T>Infinity;
  let index: usize = 0;
  for (let i: usize = 0; i < n; i++) {
    const value = load<T>(x + i * step);
    if (!indexed) {
      best = largest ? max<T>(best, value) : min<T>(best, value);
    } else if ((largest ? value > best : value < best) || i === 0) {
      best = value;
      index = i;
    }
  }
  store<T>(out, indexed ? <T>index : best);
}
