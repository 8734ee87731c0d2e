import type { BinaryName, UnaryName } from "../../src/graph/graph.js";

/** A complex number. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** re + i im */
export const complex = (re: number, im = 0): Complex => ({ re, im });

/** The step of the imaginary part: so small that its square vanishes beside any number. */
export const STEP = 1e-30;

const add = (a: Complex, b: Complex) => complex(a.re + b.re, a.im + b.im);
const subtract = (a: Complex, b: Complex) => complex(a.re - b.re, a.im - b.im);
const multiply = (a: Complex, b: Complex) =>
  complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
const negate = (z: Complex) => complex(-z.re, -z.im);
const reciprocal = ({ re, im }: Complex) => {
  const size = re * re + im * im;
  return complex(re / size, -im / size);
};
const divide = (a: Complex, b: Complex) => multiply(a, reciprocal(b));
const exp = ({ re, im }: Complex) =>
  complex(Math.exp(re) * Math.cos(im), Math.exp(re) * Math.sin(im));
const log = ({ re, im }: Complex) => complex(Math.log(Math.hypot(re, im)), Math.atan2(im, re));
const sin = ({ re, im }: Complex) =>
  complex(Math.sin(re) * Math.cosh(im), Math.cos(re) * Math.sinh(im));
const cos = ({ re, im }: Complex) =>
  complex(Math.cos(re) * Math.cosh(im), -Math.sin(re) * Math.sinh(im));
const sinh = ({ re, im }: Complex) =>
  complex(Math.sinh(re) * Math.cos(im), Math.cosh(re) * Math.sin(im));
const cosh = ({ re, im }: Complex) =>
  complex(Math.cosh(re) * Math.cos(im), Math.sinh(re) * Math.sin(im));
const sqrt = ({ re, im }: Complex) => {
  const root = Math.sqrt((Math.hypot(re, im) + re) / 2);
  return complex(root, im / (2 * root));
};
const one = complex(1);

/** A function that is a constant on each side of its jumps. */
const constant = (fn: (x: number) => number) => (z: Complex) => complex(fn(z.re));

/** Where complex arithmetic loses so small an imaginary part: the slope from differences, extrapolated (Ridders 1982). */
const byDifferences =
  (fn: (x: number) => number, room: (x: number) => number = () => 1) =>
  ({ re, im }: Complex) => {
    // In row k, errors of the orders below 2k + 2 are gone.
    const rows: Array<Array<number>> = [];
    let h = 0.5 * Math.min(1, room(re));
    for (let level = 0; level < 9; level++, h /= 2) {
      const row = [(fn(re + h) - fn(re - h)) / (2 * h)];
      for (let k = 0; k < level; k++) {
        const coarse = rows[level - 1]?.[k] as number;
        row.push((row[k] as number) + ((row[k] as number) - coarse) / (4 ** (k + 1) - 1));
      }
      rows.push(row);
    }
    // The estimate on which two rows agree best.
    let best = { value: Number.NaN, difference: Number.POSITIVE_INFINITY };
    for (let level = 1; level < rows.length; level++) {
      for (let k = 1; k <= level; k++) {
        const value = rows[level]?.[k] as number;
        const difference = Math.abs(value - (rows[level - 1]?.[k - 1] as number));
        best = difference < best.difference ? { value, difference } : best;
      }
    }
    return complex(fn(re), im * best.value);
  };

/** erf by its Maclaurin series: more terms than any argument of a test needs. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 100; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const lambda = 1.0507009873554805;
const lambdaAlpha = lambda * 1.6732632423543772;
const expm1 = (z: Complex) => complex(Math.expm1(z.re), Math.exp(z.re) * Math.sin(z.im));

/** The unary functions, written anew for complex arguments near the real axis. */
export const complexUnary: Readonly<Record<UnaryName, (z: Complex) => Complex>> = {
  abs: (z) => (z.re > 0 ? z : negate(z)),
  acos: byDifferences(Math.acos, (x) => 1 - Math.abs(x)),
  acosh: byDifferences(Math.acosh, (x) => x - 1),
  asin: byDifferences(Math.asin, (x) => 1 - Math.abs(x)),
  asinh: byDifferences(Math.asinh),
  atan: byDifferences(Math.atan),
  atanh: byDifferences(Math.atanh, (x) => 1 - Math.abs(x)),
  ceil: constant(Math.ceil),
  cos,
  cosh,
  elu: (z) => (z.re >= 0 ? z : expm1(z)),
  erf: byDifferences(erfSeries),
  exp,
  expm1,
  floor: constant(Math.floor),
  isFinite: constant((x) => (Number.isFinite(x) ? 1 : 0)),
  isNaN: constant((x) => (Number.isNaN(x) ? 1 : 0)),
  log,
  log1p: (z) => ({ ...log(add(one, z)), re: Math.log1p(z.re) }),
  negate,
  not: constant((x) => (x === 0 ? 1 : 0)),
  reciprocal,
  relu: (z) => (z.re > 0 ? z : complex(0)),
  round: constant((x) => {
    const nearest = Math.round(x);
    return nearest - x === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
  }),
  rsqrt: (z) => reciprocal(sqrt(z)),
  selu: (z) => multiply(complex(z.re > 0 ? lambda : lambdaAlpha), z.re > 0 ? z : expm1(z)),
  sigmoid: (z) => reciprocal(add(one, exp(negate(z)))),
  sign: constant(Math.sign),
  sin,
  sinh,
  softplus: (z) => log(add(one, exp(z))),
  sqrt,
  square: (z) => multiply(z, z),
  step: constant((x) => (x > 0 ? 1 : 0)),
  tan: (z) => divide(sin(z), cos(z)),
  tanh: (z) => divide(sinh(z), cosh(z)),
  truncate: constant(Math.trunc),
};

const compare = (holds: (a: number, b: number) => boolean) => (a: Complex, b: Complex) =>
  complex(holds(a.re, b.re) ? 1 : 0);

/** The binary functions, likewise. */
export const complexBinary: Readonly<Record<BinaryName, (a: Complex, b: Complex) => Complex>> = {
  add,
  and: compare((a, b) => a !== 0 && b !== 0),
  // The angle of (b + i a) turned by −α, with α the angle of the real parts.
  atan2: (a, b) =>
    complex(Math.atan2(a.re, b.re), (a.im * b.re - b.im * a.re) / (a.re * a.re + b.re * b.re)),
  divide,
  equal: compare((a, b) => a === b),
  floorDivide: (a, b) => complex(Math.floor(a.re / b.re)),
  floorMod: (a, b) => subtract(a, multiply(complex(Math.floor(a.re / b.re)), b)),
  greater: compare((a, b) => a > b),
  greaterEqual: compare((a, b) => a >= b),
  less: compare((a, b) => a < b),
  lessEqual: compare((a, b) => a <= b),
  max: (a, b) => (a.re >= b.re ? a : b),
  min: (a, b) => (a.re <= b.re ? a : b),
  multiply,
  notEqual: compare((a, b) => a !== b),
  or: compare((a, b) => a !== 0 || b !== 0),
  power: (a, b) => {
    if (b.im !== 0 || !Number.isInteger(b.re)) {
      return exp(multiply(b, log(a)));
    }
    const factors = Array.from({ length: Math.abs(b.re) }, () => a);
    const product = factors.reduce(multiply, one);
    return b.re < 0 ? reciprocal(product) : product;
  },
  subtract,
};
