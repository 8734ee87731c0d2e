import type { GraphBuilder } from "../../src/graph/builder/graph-builder.js";
import type { BinaryName, NodeId, UnaryName } from "../../src/graph/graph.js";
import { type Shape, sizeOf } from "../../src/graph/shapes.js";
import type { RandomOperation } from "./draw.js";

type Change = (b: GraphBuilder, x: NodeId) => NodeId;

const plus = (amount: number, change: Change) => (b: GraphBuilder, x: NodeId) =>
  b.add(change(b, x), b.constant(amount));
const times = (factor: number, change: Change) => (b: GraphBuilder, x: NodeId) =>
  b.multiply(change(b, x), b.constant(factor));
const same: Change = (_, x) => x;
const positive = plus(0.4, (b, x) => b.softplus(x));
const bounded: Change = (b, x) => b.sin(x);

/** What an argument goes through so that it lies in a function's domain, and the result is moderate. */
const domains: Partial<Record<UnaryName, Change>> = {
  acos: times(0.9, bounded),
  acosh: plus(1, positive),
  asin: times(0.9, bounded),
  atanh: times(0.9, bounded),
  cosh: bounded,
  exp: bounded,
  expm1: bounded,
  log: positive,
  log1p: (b, x) => b.square(x),
  reciprocal: positive,
  round: times(1.7, same),
  rsqrt: positive,
  sinh: bounded,
  sqrt: positive,
  square: bounded,
  tan: bounded,
};

const unaryNames: ReadonlyArray<UnaryName> = [
  ...(["abs", "acos", "acosh", "asin", "asinh", "atan", "atanh", "ceil", "cos", "cosh"] as const),
  ...(["elu", "erf", "exp", "expm1", "floor", "isFinite", "isNaN", "log", "log1p"] as const),
  ...(["negate", "not", "reciprocal", "relu", "round", "rsqrt", "selu", "sigmoid"] as const),
  ...(["sign", "sin", "sinh", "softplus", "sqrt", "square", "step", "tan", "tanh"] as const),
  "truncate",
];

const divisors: Partial<Record<BinaryName, readonly [Change, Change]>> = {
  atan2: [same, positive],
  divide: [same, positive],
  floorDivide: [same, positive],
  floorMod: [same, positive],
  multiply: [bounded, bounded],
  power: [positive, bounded],
};

const binaryNames: ReadonlyArray<BinaryName> = [
  ...(["add", "and", "atan2", "divide", "equal", "floorDivide", "floorMod", "greater"] as const),
  ...(["greaterEqual", "less", "lessEqual", "max", "min", "multiply", "notEqual"] as const),
  ...(["or", "power", "subtract"] as const),
];

/** The functions of numbers, and a few combinations that simplification looks for. */
export const elementwise: Readonly<Record<string, RandomOperation>> = {
  ...Object.fromEntries(
    unaryNames.map((fn): [string, RandomOperation] => [
      fn,
      (b, [x]) => b.map(fn, (domains[fn] ?? same)(b, x)),
    ]),
  ),
  ...Object.fromEntries(
    binaryNames.map((fn): [string, RandomOperation] => [
      fn,
      (b, [x, y]) => {
        const [left, right] = divisors[fn] ?? [same, same];
        return b.map(fn, left(b, x), right(b, fitting(b, x, y)));
      },
    ]),
  ),
  select: (b, [x, y, z], { pick }) => {
    const condition = b.map(pick(["greater", "less"]), x, b.constant(0.1));
    const [left, right] = [fitting(b, x, y), fitting(b, x, z)];
    return b.select(condition, left, fitting(b, b.add(x, left), right));
  },
  /** What is not chosen is NaN, and so is its slope. */
  guarded: (b, [x, y], { pick }) => {
    const root = b.map(pick(["sqrt", "log"]), b.subtract(x, b.constant(0.2)));
    const small = b.multiply(root, b.tanh(root));
    return b.select(b.greater(x, b.constant(0.3)), small, b.sin(fitting(b, x, y)));
  },
  scaled: (b, [x], { number, pick }) => {
    const factor = b.constant(pick([1, -1, 0.5, number()]));
    return b.map(pick(["multiply", "add", "subtract"]), pick([x, b.negate(x)]), factor);
  },
  scaledTwice: (b, [x], { number }) =>
    b.multiply(b.constant(number()), b.multiply(x, b.constant(number()))),
  wholePower: (b, [x], { pick }) => b.power(bounded(b, x), b.constant(pick([0, 1, 2, 3, 4]))),
  evenOfOpposite: (b, [x], { pick }) =>
    b.map(pick(["cos", "abs", "square", "relu", "not"]), b.negate(b.sin(x))),
  difference: (b, [x, y], { pick }) =>
    b.map(
      pick(["add", "subtract", "multiply"]),
      b.negate(b.sin(x)),
      pick([x, b.negate(fitting(b, x, y))]),
    ),
};

/** y if it can be broadcast with x; else its sum. */
function fitting(b: GraphBuilder, x: NodeId, y: NodeId): NodeId {
  const [left, right]: [Shape, Shape] = [b.shape(x), b.shape(y)];
  const fits = Array.from({ length: Math.min(left.length, right.length) }, (_, back) => {
    const [m, n] = [left.at(-1 - back), right.at(-1 - back)];
    return m === n || m === 1 || n === 1;
  });
  if (fits.every(Boolean)) {
    return y;
  }
  const size = sizeOf(right);
  return b.reshape(b.sin(b.reduce("sum", b.reshape(y, [1, size, 1]))), []);
}
