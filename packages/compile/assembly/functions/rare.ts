import { Fn } from "./codes";
import { Logarithm } from "./doubles/logarithm";
import { expm1 } from "./elementary";
import * as binary from "./imports/binary";
import * as unary from "./imports/unary";

/** From here on √(x² ± 1) is x, and the logarithm that of 2x. */
const LARGE: f64 = 1e150;

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
      return acosh(x);
    case Fn.asin:
      return unary.asin(x);
    case Fn.asinh:
      return copysign<f64>(asinh(abs(x)), x);
    case Fn.atan:
      return unary.atan(x);
    case Fn.atanh:
      return copysign<f64>(0.5 * log1p((2 * abs(x)) / (1 - abs(x))), x);
    case Fn.cosh:
      return hyperbolic(abs(x), 1);
    case Fn.erf:
      return unary.erf(x);
    case Fn.sinh:
      return copysign<f64>(hyperbolic(abs(x), -1), x);
    default:
      return unary.tan(x);
  }
}

function log1p(x: f64): f64 {
  return f64x2.extract_lane(Logarithm.log1p(f64x2.splat(x)), 0);
}

function acosh(x: f64): f64 {
  if (x < 1) return NaN;
  const t = x - 1;
  return x > LARGE ? log1p(x) + Math.LN2 : log1p(t + sqrt<f64>(t * (x + 1)));
}

/** For x ≥ 0. */
function asinh(x: f64): f64 {
  const z = x * x;
  return x > LARGE ? log1p(x) + Math.LN2 : log1p(x + z / (1 + sqrt<f64>(z + 1)));
}

/** (eˣ + sign e⁻ˣ) / 2 for x ≥ 0. */
function hyperbolic(x: f64, sign: f64): f64 {
  // Where eˣ may overflow although half of it does not.
  const half = x > 709;
  const e = f64x2.extract_lane(expm1(f64x2.splat(half ? 0.5 * x : x)), 0);
  if (half) return 0.5 * e * e;
  return sign > 0 ? 1 + (0.5 * e * e) / (1 + e) : 0.5 * (e + e / (1 + e));
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
