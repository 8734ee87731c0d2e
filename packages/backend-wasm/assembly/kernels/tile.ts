import { Lanes } from "@symplectic-adjoint/assembly/functions/lanes";

/**
 * Tiles of a matrix product: each element is summed in a register over `count` terms, and then stored, or added to the
 * stored value. Row i of the left matrix begins at a + i · aRow, and its next term is aStep bytes on, so that it may as
 * well be a transposed one.
 *
 * Four rows by eight columns are the most sums that fit into sixteen registers with the factors. Unrolling or wider
 * tiles are slower, because of register spilling.
 */
export abstract class Tile {
  @inline static fourByEight(
    a: usize,
    aRow: usize,
    aStep: usize,
    b: usize,
    bRow: usize,
    out: usize,
    outRow: usize,
    count: i32,
    adding: bool,
  ): void {
    let s00 = f32x4.splat(0);
    let s01 = s00;
    let s10 = s00;
    let s11 = s00;
    let s20 = s00;
    let s21 = s00;
    let s30 = s00;
    let s31 = s00;
    let a0 = a;
    let a1 = a0 + aRow;
    let a2 = a1 + aRow;
    let a3 = a2 + aRow;
    let row = b;
    for (let k = 0; k < count; k++) {
      const b0 = v128.load(row);
      const b1 = v128.load(row, 16);
      let x = v128.load32_splat(a0);
      s00 = f32x4.add(s00, f32x4.mul(x, b0));
      s01 = f32x4.add(s01, f32x4.mul(x, b1));
      x = v128.load32_splat(a1);
      s10 = f32x4.add(s10, f32x4.mul(x, b0));
      s11 = f32x4.add(s11, f32x4.mul(x, b1));
      x = v128.load32_splat(a2);
      s20 = f32x4.add(s20, f32x4.mul(x, b0));
      s21 = f32x4.add(s21, f32x4.mul(x, b1));
      x = v128.load32_splat(a3);
      s30 = f32x4.add(s30, f32x4.mul(x, b0));
      s31 = f32x4.add(s31, f32x4.mul(x, b1));
      a0 += aStep;
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
      row += bRow;
    }
    Tile.settle(out, s00, 16, adding);
    Tile.settle(out + 16, s01, 16, adding);
    Tile.settle(out + outRow, s10, 16, adding);
    Tile.settle(out + outRow + 16, s11, 16, adding);
    Tile.settle(out + 2 * outRow, s20, 16, adding);
    Tile.settle(out + 2 * outRow + 16, s21, 16, adding);
    Tile.settle(out + 3 * outRow, s30, 16, adding);
    Tile.settle(out + 3 * outRow + 16, s31, 16, adding);
  }

  /** Four rows, and the columns that are left, at most four: `rest` bytes of each row of b. */
  @inline static fourByRest(
    a: usize,
    aRow: usize,
    aStep: usize,
    b: usize,
    bRow: usize,
    out: usize,
    outRow: usize,
    count: i32,
    adding: bool,
    rest: usize,
  ): void {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let a0 = a;
    let a1 = a0 + aRow;
    let a2 = a1 + aRow;
    let a3 = a2 + aRow;
    let row = b;
    for (let k = 0; k < count; k++) {
      const b0 = Lanes.take(row, rest);
      s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(a0), b0));
      s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(a1), b0));
      s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(a2), b0));
      s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(a3), b0));
      a0 += aStep;
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
      row += bRow;
    }
    Tile.settle(out, s0, rest, adding);
    Tile.settle(out + outRow, s1, rest, adding);
    Tile.settle(out + 2 * outRow, s2, rest, adding);
    Tile.settle(out + 3 * outRow, s3, rest, adding);
  }

  @inline static oneBySixteen(
    a: usize,
    aStep: usize,
    b: usize,
    bRow: usize,
    out: usize,
    count: i32,
    adding: bool,
  ): void {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let at = a;
    let row = b;
    for (let k = 0; k < count; k++) {
      const x = v128.load32_splat(at);
      s0 = f32x4.add(s0, f32x4.mul(x, v128.load(row)));
      s1 = f32x4.add(s1, f32x4.mul(x, v128.load(row, 16)));
      s2 = f32x4.add(s2, f32x4.mul(x, v128.load(row, 32)));
      s3 = f32x4.add(s3, f32x4.mul(x, v128.load(row, 48)));
      at += aStep;
      row += bRow;
    }
    Tile.settle(out, s0, 16, adding);
    Tile.settle(out + 16, s1, 16, adding);
    Tile.settle(out + 32, s2, 16, adding);
    Tile.settle(out + 48, s3, 16, adding);
  }

  @inline static oneByRest(
    a: usize,
    aStep: usize,
    b: usize,
    bRow: usize,
    out: usize,
    count: i32,
    adding: bool,
    rest: usize,
  ): void {
    let s = f32x4.splat(0);
    let at = a;
    let row = b;
    for (let k = 0; k < count; k++) {
      s = f32x4.add(s, f32x4.mul(v128.load32_splat(at), Lanes.take(row, rest)));
      at += aStep;
      row += bRow;
    }
    Tile.settle(out, s, rest, adding);
  }

  @inline private static settle(to: usize, sum: v128, rest: usize, adding: bool): void {
    Lanes.put(to, adding ? f32x4.add(Lanes.take(to, rest), sum) : sum, rest);
  }
}
