import { Vector } from "../lanes";

// Tiles of a product: four rows (or one) of two vectors each, summed in registers, from a panel of B whose rows are 32
// bytes apart. `top` is what sums start from, `rest` how many bytes of each row are wanted. Four rows by two vectors are the
// most sums that fit into sixteen registers with the factors.

/** Of four rows of A: the numbers of a column of it are adjacent, and columns are `aStep` bytes apart. */
export function fourRows<T>(
  a: usize,
  aStep: usize,
  panel: usize,
  top: usize,
  topRow: usize,
  out: usize,
  outRow: usize,
  terms: i32,
  rest: usize,
): void {
  let at = top;
  let s00 = v128.load(at);
  let s01 = v128.load(at, 16);
  at += topRow;
  let s10 = v128.load(at);
  let s11 = v128.load(at, 16);
  at += topRow;
  let s20 = v128.load(at);
  let s21 = v128.load(at, 16);
  at += topRow;
  let s30 = v128.load(at);
  let s31 = v128.load(at, 16);
  let row = a;
  let b = panel;
  for (let k = 0; k < terms; k++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = Vector.spread<T>(row);
    s00 = Vector.madd<T>(x, b0, s00);
    s01 = Vector.madd<T>(x, b1, s01);
    x = Vector.spread1<T>(row);
    s10 = Vector.madd<T>(x, b0, s10);
    s11 = Vector.madd<T>(x, b1, s11);
    x = Vector.spread2<T>(row);
    s20 = Vector.madd<T>(x, b0, s20);
    s21 = Vector.madd<T>(x, b1, s21);
    x = Vector.spread3<T>(row);
    s30 = Vector.madd<T>(x, b0, s30);
    s31 = Vector.madd<T>(x, b1, s31);
    row += aStep;
    b += 32;
  }
  let to = out;
  Tile.put<T>(to, s00, s01, rest);
  to += outRow;
  Tile.put<T>(to, s10, s11, rest);
  to += outRow;
  Tile.put<T>(to, s20, s21, rest);
  to += outRow;
  Tile.put<T>(to, s30, s31, rest);
}

/** Of one row of A, in the same order: equal rows of A make equal rows of the product. */
export function oneRow<T>(
  a: usize,
  aStep: usize,
  panel: usize,
  top: usize,
  out: usize,
  terms: i32,
  rest: usize,
): void {
  let s0 = v128.load(top);
  let s1 = v128.load(top, 16);
  let at = a;
  let b = panel;
  for (let k = 0; k < terms; k++) {
    const x = Vector.spread<T>(at);
    s0 = Vector.madd<T>(x, v128.load(b), s0);
    s1 = Vector.madd<T>(x, v128.load(b, 16), s1);
    at += aStep;
    b += 32;
  }
  Tile.put<T>(out, s0, s1, rest);
}

abstract class Tile {
  @inline static put<T>(to: usize, x: v128, y: v128, rest: usize): void {
    Vector.put<T>(to, x, rest);
    if (rest > 16) Vector.put<T>(to + 16, y, rest - 16);
  }
}
