import { Vector } from "../lanes";

/** c = from + A B for up to three rows of A, without copying anything: row by row. */
export function fewRows<T>(
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
  for (let i = 0; i < m; i++) {
    const start = <usize>i * aRow + a;
    const top = <usize>i * fromRow + from;
    const out = <usize>i * row + c;
    if (bStep === sizeof<T>()) rowTimes<T>(start, aStep, b, bRow, top, fromColumn, out, k, row);
    else rowTimesTransposed<T>(start, aStep, b, bStep, top, fromColumn, out, k, row);
  }
}

/** Columns of B four vectors at a time, then one, in the same order: equal columns of B make equal columns of the product. */
function rowTimes<T>(
  a: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  from: usize,
  fromColumn: usize,
  out: usize,
  k: i32,
  row: usize,
): void {
  let j: usize = 0;
  let top = from;
  for (; j + 64 <= row; j += 64) {
    let s0 = v128.load(top);
    let s1 = v128.load(top, 16);
    let s2 = v128.load(top, 32);
    let s3 = v128.load(top, 48);
    let at = a;
    let right = b + j;
    for (let i = 0; i < k; i++) {
      const x = Vector.spread<T>(at);
      s0 = Vector.madd<T>(x, v128.load(right), s0);
      s1 = Vector.madd<T>(x, v128.load(right, 16), s1);
      s2 = Vector.madd<T>(x, v128.load(right, 32), s2);
      s3 = Vector.madd<T>(x, v128.load(right, 48), s3);
      at += aStep;
      right += bRow;
    }
    v128.store(out + j, s0);
    v128.store(out + j, s1, 16);
    v128.store(out + j, s2, 32);
    v128.store(out + j, s3, 48);
    top += (64 / sizeof<T>()) * fromColumn;
  }
  for (; j < row; j += 16) {
    let s = v128.load(top);
    let at = a;
    let right = b + j;
    for (let i = 0; i < k; i++) {
      s = Vector.madd<T>(Vector.spread<T>(at), v128.load(right), s);
      at += aStep;
      right += bRow;
    }
    Vector.put<T>(out + j, s, row - j);
    top += (16 / sizeof<T>()) * fromColumn;
  }
}

/** Dot products of a row of A and rows of B. */
function rowTimesTransposed<T>(
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  from: usize,
  fromColumn: usize,
  out: usize,
  k: i32,
  row: usize,
): void {
  const whole = aStep === sizeof<T>() ? (<usize>k * sizeof<T>()) & ~15 : 0;
  let right = b;
  let top = from;
  for (let j: usize = 0; j < row; j += sizeof<T>()) {
    let sums = v128.splat<T>(<T>0);
    for (let i: usize = 0; i < whole; i += 16) {
      sums = Vector.madd<T>(v128.load(a + i), v128.load(right + i), sums);
    }
    let s: T = load<T>(top);
    if (whole > 0) s += Vector.total<T>(sums);
    for (let i = whole / sizeof<T>(); i < <usize>k; i++) {
      s += <T>(load<T>(a + i * aStep) * load<T>(right + i * sizeof<T>()));
    }
    store<T>(out + j, s);
    right += bStep;
    top += fromColumn;
  }
}
