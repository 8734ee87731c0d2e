import { Words } from "../words";

/** Sums of squares below this have lost precision (the smallest normal double, with margin for the mean). */
const SMALLEST_SUM: f64 = 1e-280;

/**
 * result = max(result, RMS(error / (atol + rtol · max(|from|, |to|)))), in doubles. NaN is propagated, and is the norm if a
 * state is not finite, because an infinite scale would hide any error. Words:
 *
 *     2 address of the result, a double, 3 error, 4 from, 5 to, 6 numbers, 7 address of rtol and atol, doubles
 */
export function norm<T>(at: usize): void {
  const result = Words.address(at, 2);
  const count = Words.int(at, 6);
  const rtol = load<f64>(Words.address(at, 7));
  const atol = load<f64>(Words.address(at, 7), 8);
  if (count === 0 || atol === Infinity) return;
  let sum = squares<T>(at, count, rtol, atol, 1);
  let scale: f64 = 1;
  // Squares that overflowed, or all underflowed, are summed again relative to the largest.
  if (sum < SMALLEST_SUM || sum === Infinity) {
    scale = largest<T>(at, count, rtol, atol);
    if (scale > 0 && scale < Infinity) sum = squares<T>(at, count, rtol, atol, scale);
    else sum = <f64>count;
  }
  store<f64>(result, max<f64>(load<f64>(result), scale * sqrt<f64>(sum / <f64>count)));
}

function ratio<T>(at: usize, i: usize, rtol: f64, atol: f64): f64 {
  const from = <f64>load<T>(Words.address(at, 4) + i);
  const to = <f64>load<T>(Words.address(at, 5) + i);
  const scale = atol + rtol * max<f64>(abs<f64>(from), abs<f64>(to));
  // scale − scale is 0, or NaN for a state that is not finite.
  return <f64>load<T>(Words.address(at, 3) + i) / scale + (scale - scale);
}

function squares<T>(at: usize, count: i32, rtol: f64, atol: f64, unit: f64): f64 {
  let sum: f64 = 0;
  const bytes = <usize>count * sizeof<T>();
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) {
    const quotient = ratio<T>(at, i, rtol, atol) / unit;
    sum += quotient * quotient;
  }
  return sum;
}

function largest<T>(at: usize, count: i32, rtol: f64, atol: f64): f64 {
  let value: f64 = 0;
  const bytes = <usize>count * sizeof<T>();
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) {
    value = max<f64>(value, abs<f64>(ratio<T>(at, i, rtol, atol)));
  }
  return value;
}
