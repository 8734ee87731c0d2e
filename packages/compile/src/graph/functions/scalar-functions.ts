import type { BinaryName, UnaryName } from "../graph.js";
import { erf } from "./erf.js";

/** λ of the scaled exponential linear unit (Klambauer et al. 2017, arXiv:1706.02515). */
export const SELU_SCALE = 1.0507009873554805;

/** Its α: below 0 it is λ α (exp(x) − 1). */
export const SELU_ALPHA = 1.6732632423543772;

/** The functions of one number, in doubles: what their names mean in every executor. */
export const unaryFunctions: Readonly<Record<UnaryName, (x: number) => number>> = Object.freeze({
  abs: Math.abs,
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  ceil: Math.ceil,
  cos: Math.cos,
  cosh: Math.cosh,
  elu: (x) => (x >= 0 ? x : Math.expm1(x)),
  erf,
  exp: Math.exp,
  expm1: Math.expm1,
  floor: Math.floor,
  isFinite: (x) => Number(Number.isFinite(x)),
  isNaN: (x) => Number(Number.isNaN(x)),
  log: Math.log,
  log1p: Math.log1p,
  negate: (x) => -x,
  not: (x) => Number(x === 0),
  reciprocal: (x) => 1 / x,
  relu: (x) => Math.max(x, 0),
  round: roundHalfToEven,
  rsqrt: (x) => 1 / Math.sqrt(x),
  selu: (x) => SELU_SCALE * (x >= 0 ? x : SELU_ALPHA * Math.expm1(x)),
  sigmoid,
  sign: (x) => Number(x > 0) - Number(x < 0),
  sin: Math.sin,
  sinh: Math.sinh,
  // Without overflow of exp(x), and with the relative precision of log1p where x is very negative.
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  sqrt: Math.sqrt,
  square: (x) => x * x,
  step: (x) => Number(x > 0),
  tan: Math.tan,
  tanh: Math.tanh,
  truncate: Math.trunc,
});

/** The functions of two numbers, in doubles. */
export const binaryFunctions: Readonly<Record<BinaryName, (a: number, b: number) => number>> =
  Object.freeze({
    add: (a, b) => a + b,
    and: (a, b) => Number(a !== 0 && b !== 0),
    atan2: Math.atan2,
    divide: (a, b) => a / b,
    equal: (a, b) => Number(a === b),
    floorDivide: (a, b) => Math.floor(a / b),
    floorMod,
    greater: (a, b) => Number(a > b),
    greaterEqual: (a, b) => Number(a >= b),
    less: (a, b) => Number(a < b),
    lessEqual: (a, b) => Number(a <= b),
    max: Math.max,
    min: Math.min,
    multiply: (a, b) => a * b,
    notEqual: (a, b) => Number(a !== b),
    or: (a, b) => Number(a !== 0 || b !== 0),
    power: (a, b) => a ** b,
    subtract: (a, b) => a - b,
  });

function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest === 0.5) {
    return below % 2 === 0 ? below : below + 1;
  }
  return rest < 0.5 ? below : below + 1;
}

/** exp never overflows, and the result keeps its relative precision where x is very negative. */
function sigmoid(x: number): number {
  const decay = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : decay) / (1 + decay);
}

function floorMod(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}
