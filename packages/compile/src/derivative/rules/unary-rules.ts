import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import { SELU_ALPHA, SELU_SCALE } from "../../graph/functions/scalar-functions.js";
import type { NodeId, UnaryName } from "../../graph/graph.js";
import { mask, over, scale } from "./masked.js";

/** The cotangent of x from that of y = f(x), g; undefined if it is 0 everywhere. */
export type UnaryRule = (b: GraphBuilder, g: NodeId, x: NodeId, y: NodeId) => NodeId | undefined;

/** g · slope(x, y). */
const times =
  (slope: (b: GraphBuilder, x: NodeId, y: NodeId) => NodeId): UnaryRule =>
  (b, g, x, y) =>
    scale(b, g, slope(b, x, y));

/** Piecewise constant: the derivative is 0 where it exists. */
const none: UnaryRule = () => undefined;

const one = (b: GraphBuilder) => b.constant(1);

/** (1 − x)(1 + x), which keeps its relative precision near ±1. */
const oneMinusSquare = (b: GraphBuilder, x: NodeId) =>
  b.multiply(b.subtract(one(b), x), b.add(one(b), x));

/**
 * Derivatives in terms of the result where that is cheaper. At points where there is none, they are those of TensorFlow.js:
 * 0 for relu, −1 for abs, λα for selu, infinite or NaN for sqrt.
 */
export const unaryRules: Readonly<Record<UnaryName, UnaryRule>> = Object.freeze({
  abs: (b, g, x) => b.select(b.step(x), g, b.negate(g)),
  acos: times((b, x) => b.negate(b.rsqrt(oneMinusSquare(b, x)))),
  acosh: times((b, x) => b.rsqrt(b.negate(oneMinusSquare(b, x)))),
  asin: times((b, x) => b.rsqrt(oneMinusSquare(b, x))),
  asinh: times((b, x) => b.rsqrt(b.add(b.square(x), one(b)))),
  atan: (b, g, x) => over(b, g, b.add(b.square(x), one(b))),
  atanh: (b, g, x) => over(b, g, oneMinusSquare(b, x)),
  ceil: none,
  cos: times((b, x) => b.negate(b.sin(x))),
  cosh: times((b, x) => b.sinh(x)),
  elu: times((b, _, y) => b.add(b.min(y, b.constant(0)), one(b))),
  erf: times((b, x) =>
    b.multiply(b.exp(b.negate(b.square(x))), b.constant(2 / Math.sqrt(Math.PI))),
  ),
  exp: times((_b, _x, y) => y),
  expm1: times((b, x) => b.exp(x)),
  floor: none,
  isFinite: none,
  isNaN: none,
  log: (b, g, x) => over(b, g, x),
  log1p: (b, g, x) => over(b, g, b.add(x, one(b))),
  negate: times((b) => b.constant(-1)),
  not: none,
  reciprocal: times((b, _, y) => b.negate(b.square(y))),
  relu: (b, g, _, y) => mask(b, b.step(y), g),
  round: none,
  rsqrt: times((b, _, y) => b.multiply(b.multiply(y, b.square(y)), b.constant(-0.5))),
  selu: times((b, _, y) =>
    b.select(b.step(y), b.constant(SELU_SCALE), b.add(y, b.constant(SELU_SCALE * SELU_ALPHA))),
  ),
  sigmoid: times((b, _, y) => b.multiply(y, b.subtract(one(b), y))),
  sign: none,
  sin: times((b, x) => b.cos(x)),
  sinh: times((b, x) => b.cosh(x)),
  softplus: times((b, x) => b.sigmoid(x)),
  sqrt: (b, g, _, y) => over(b, g, b.multiply(y, b.constant(2))),
  square: times((b, x) => b.multiply(x, b.constant(2))),
  step: none,
  tan: times((b, _, y) => b.add(b.square(y), one(b))),
  tanh: times((b, _, y) => b.subtract(one(b), b.square(y))),
  truncate: none,
});
