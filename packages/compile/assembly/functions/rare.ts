import { Fn } from "./codes";
import * as binary from "./imports/binary";
import * as unary from "./imports/unary";

/** Functions that are seldom used, one number at a time, in doubles for both precisions. */
export function rare<T>(fn: i32, out: usize, x: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) {
    store<T>(out + i, <T>valueOfOne(fn, <f64>load<T>(x + i)));
  }
}

function valueOfOne(fn: i32, x: f64): f64 {
  switch (fn) {
    case Fn.acos:
      return unary.acos(x);
    case Fn.acosh:
      return unary.acosh(x);
    case Fn.asin:
      return unary.asin(x);
    case Fn.asinh:
      return unary.asinh(x);
    case Fn.atan:
      return unary.atan(x);
    case Fn.atanh:
      return unary.atanh(x);
    case Fn.cosh:
      return unary.cosh(x);
    case Fn.erf:
      return unary.erf(x);
    case Fn.sinh:
      return unary.sinh(x);
    default:
      return unary.tan(x);
  }
}

/** Functions of two numbers, likewise. */
export function rareOfTwo<T>(fn: i32, out: usize, x: usize, y: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) {
    const value = valueOfTwo(fn, <f64>load<T>(x + i), <f64>load<T>(y + i));
    store<T>(out + i, <T>value);
  }
}

function valueOfTwo(fn: i32, x: f64, y: f64): f64 {
  if (fn === Fn.atan2) return binary.atan2(x, y);
  if (fn === Fn.floorMod) return binary.floorMod(x, y);
  return binary.power(x, y);
}
