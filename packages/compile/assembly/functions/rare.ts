import { Fn } from "./codes";
import { erf } from "./doubles/erf";

/** Functions that are seldom used, one number at a time, in doubles for both precisions. */
export function rare<T>(fn: i32, out: usize, x: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) {
    store<T>(out + i, <T>valueOfOne(fn, <f64>load<T>(x + i)));
  }
}

function valueOfOne(fn: i32, x: f64): f64 {
  switch (fn) {
    case Fn.acos:
      return NativeMath.acos(x);
    case Fn.acosh:
      return NativeMath.acosh(x);
    case Fn.asin:
      return NativeMath.asin(x);
    case Fn.asinh:
      return NativeMath.asinh(x);
    case Fn.atan:
      return NativeMath.atan(x);
    case Fn.atanh:
      return NativeMath.atanh(x);
    case Fn.cosh:
      return NativeMath.cosh(x);
    case Fn.erf:
      return erf(x);
    case Fn.log1p:
      return NativeMath.log1p(x);
    case Fn.sinh:
      return NativeMath.sinh(x);
    default:
      return NativeMath.tan(x);
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
  if (fn === Fn.atan2) return NativeMath.atan2(x, y);
  if (fn === Fn.floorMod) {
    const rest = x % y;
    return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
  }
  // In ECMAScript, unlike in C, 1 to the power of NaN or ∞ is NaN.
  if (F64.isNaN(y) || (abs(x) === 1 && abs(y) === Infinity)) return NaN;
  return NativeMath.pow(x, y);
}
