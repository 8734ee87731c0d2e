import { float32, type Precision } from "./precision.js";
import { decide } from "./watch-margin.js";

let precision = float32;
let count = 0;

/** Computes the bounds of rounding errors in `body` for an engine of this precision. */
export function withPrecision<T>(chosen: Precision, body: () => T): T {
  const before = precision;
  precision = chosen;
  try {
    return body();
  } finally {
    precision = before;
  }
}

/** A number that is written in the source of a program: engines in single precision round it. */
export function literal(x: number): number {
  return precision.arithmetic < 2 ** -30 ? x : Math.fround(x);
}

/**
 * A number in double precision with the graph of its computation, so that it can be differentiated any number of times.
 * It also has a bound of the error of the same computation in the precision of an engine: running error analysis, to
 * first order (Higham, Accuracy and Stability of Numerical Algorithms, section 3.3).
 */
export class Scalar {
  /** Numbered in the order of computation. */
  readonly id: number = count++;
  readonly value: number;
  readonly error: number;
  readonly parents: ReadonlyArray<Scalar>;
  /** Whether it is a constant. */
  readonly literal: boolean;
  /** The derivative for the k-th parent. */
  readonly slope: (k: number) => Scalar;

  constructor(
    value: number,
    error: number,
    parents: ReadonlyArray<Scalar> = NOBODY,
    slope: (k: number) => Scalar = () => ZERO,
    literal = false,
  ) {
    this.value = value;
    this.error = error;
    this.parents = parents;
    this.slope = slope;
    this.literal = literal;
  }
}

const NOBODY: ReadonlyArray<Scalar> = [];

/** A constant. */
export function constant(value: number): Scalar {
  return new Scalar(value, 0, NOBODY, undefined, true);
}

/** A variable. */
export function input(value: number): Scalar {
  return new Scalar(value, 0);
}

export const ZERO: Scalar = constant(0);
export const ONE: Scalar = constant(1);

/** Whether a scalar is this constant, so that an operation can be skipped. */
const is = (a: Scalar, value: number): boolean => a.value === value && a.literal;

/** The sum of any number of terms, in any order. */
export function add(...terms: ReadonlyArray<Scalar>): Scalar {
  const real = terms.filter((term) => !is(term, 0));
  if (real.length === 0) return ZERO;
  if (real.length === 1) return real[0] as Scalar;
  let [value, error, size] = [0, 0, 0];
  for (const term of real) {
    value += term.value;
    error += term.error;
    size += Math.abs(term.value);
  }
  const roundings = Math.min(real.length - 1, 8) * precision.arithmetic;
  return new Scalar(value, error + roundings * size, real, () => ONE);
}

export function mul(a: Scalar, b: Scalar): Scalar {
  if (is(a, 0) || is(b, 0)) return ZERO;
  if (is(a, 1)) return b;
  if (is(b, 1)) return a;
  const value = a.value * b.value;
  const error = Math.abs(a.value) * b.error + Math.abs(b.value) * a.error;
  const rounding = precision.arithmetic * Math.abs(value);
  return new Scalar(value, error + rounding, [a, b], (k) => (k === 0 ? b : a));
}

const MINUS: Scalar = constant(-1);

export function neg(a: Scalar): Scalar {
  return new Scalar(-a.value, a.error, [a], () => MINUS);
}

export function sub(a: Scalar, b: Scalar): Scalar {
  return is(b, 0) ? a : add(a, neg(b));
}

export function div(a: Scalar, b: Scalar): Scalar {
  return is(b, 1) ? a : mul(a, reciprocal(b));
}

/** a, times a number, plus a number. */
export function affine(a: Scalar, factor: number, offset = 0): Scalar {
  return add(mul(a, constant(factor)), constant(offset));
}

type Class = keyof Precision;

/** A primitive from its value, its derivative as a number, and the same as a scalar. */
function primitive(
  kind: Class,
  f: (x: number) => number,
  slope: (x: number) => number,
  derivative: (a: Scalar, self: Scalar) => Scalar,
): (a: Scalar) => Scalar {
  return (a) => {
    const value = f(a.value);
    if (!Number.isFinite(value)) decide(0);
    const rounding = precision[kind] * (kind === "sines" || kind === "arcs" ? 1 : Math.abs(value));
    const error = Math.abs(slope(a.value)) * a.error + rounding;
    const self: Scalar = new Scalar(value, error, [a], () => derivative(a, self));
    return self;
  };
}

const recip = (x: number): number => 1 / x;

export const reciprocal: (a: Scalar) => Scalar = primitive(
  "arithmetic",
  recip,
  (x) => 1 / (x * x),
  (_a, self) => neg(mul(self, self)),
);
export const exp: (a: Scalar) => Scalar = primitive(
  "functions",
  Math.exp,
  Math.exp,
  (_a, self) => self,
);
export const log: (a: Scalar) => Scalar = primitive("functions", Math.log, recip, reciprocal);
export const tanh: (a: Scalar) => Scalar = primitive(
  "functions",
  Math.tanh,
  (x) => 1 - Math.tanh(x) ** 2,
  (_a, self) => sub(ONE, mul(self, self)),
);
export const sqrt: (a: Scalar) => Scalar = primitive(
  "functions",
  Math.sqrt,
  (x) => 0.5 / Math.sqrt(x),
  (_a, self) => div(constant(0.5), self),
);
export const sin: (a: Scalar) => Scalar = primitive("sines", Math.sin, Math.cos, (a) => cos(a));
export const cos: (a: Scalar) => Scalar = primitive("sines", Math.cos, Math.sin, (a) =>
  neg(sin(a)),
);
export const atan: (a: Scalar) => Scalar = primitive(
  "arcs",
  Math.atan,
  (x) => 1 / (1 + x * x),
  (a) => reciprocal(add(ONE, mul(a, a))),
);
export const asin: (a: Scalar) => Scalar = primitive(
  "arcs",
  Math.asin,
  (x) => 1 / Math.sqrt(1 - x * x),
  (a) => reciprocal(sqrt(sub(ONE, mul(a, a)))),
);
export const erf: (a: Scalar) => Scalar = primitive(
  "functions",
  erfNumber,
  (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
  (a) => affine(exp(neg(mul(a, a))), 2 / Math.sqrt(Math.PI)),
);

/** (2/√π) ∫₀ˣ exp(−s²) ds, by its power series: error below 1e-12 for |x| < 2.5. */
function erfNumber(x: number): number {
  let term = x;
  let total = x;
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}
