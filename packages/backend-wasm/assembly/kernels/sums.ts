import { Lanes } from "@symplectic-adjoint/assembly/functions/lanes";

// Sums are accumulated in double precision, so that they have a single rounding for any length.

abstract class Sum {
  /** The sum of `bytes` bytes of numbers. */
  @inline static of(x: usize, bytes: usize): f64 {
    let low = f64x2.splat(0);
    let high = low;
    for (let i: usize = 0; i < bytes; i += 16) {
      const v = Lanes.take(x + i, bytes - i);
      low = f64x2.add(low, Lanes.low(v));
      high = f64x2.add(high, Lanes.high(v));
    }
    const both = f64x2.add(low, high);
    return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  }

  /** The sums over rows `row` bytes apart, of the four columns, or the `rest` bytes of them, at x. */
  @inline static ofColumns(x: usize, row: usize, rows: i32, divisor: v128, rest: usize): v128 {
    let low = f64x2.splat(0);
    let high = low;
    let at = x;
    for (let i = 0; i < rows; i++) {
      const v = Lanes.take(at, rest);
      low = f64x2.add(low, Lanes.low(v));
      high = f64x2.add(high, Lanes.high(v));
      at += row;
    }
    return Lanes.join(f64x2.div(low, divisor), f64x2.div(high, divisor));
  }
}

/** out[i] = Σ_j x[i, j] / divisor, for `rows` × `columns` numbers. */
export function sumRows(x: usize, out: usize, rows: i32, columns: i32, divisor: f64): void {
  const row = (<usize>columns) << 2;
  for (let i = 0; i < rows; i++) {
    store<f32>(out + ((<usize>i) << 2), <f32>(Sum.of(x + <usize>i * row, row) / divisor));
  }
}

/** out[j] = Σ_i x[i, j] / divisor, for `rows` × `columns` numbers. */
export function sumColumns(x: usize, out: usize, rows: i32, columns: i32, divisor: f64): void {
  const row = (<usize>columns) << 2;
  const by = f64x2.splat(divisor);
  for (let j: usize = 0; j < row; j += 16) {
    const rest = row - j;
    Lanes.put(out + j, Sum.ofColumns(x + j, row, rows, by, rest), rest);
  }
}
