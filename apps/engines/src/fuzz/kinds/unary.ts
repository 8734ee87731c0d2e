import { abs, isPositive, relu, rounded } from "../host/choices.js";
import * as f from "../host/functions.js";
import { map } from "../host/host-array.js";
import {
  affine,
  asin,
  atan,
  constant,
  cos,
  erf,
  exp,
  log,
  mul,
  neg,
  ONE,
  reciprocal,
  type Scalar,
  sin,
  sqrt,
  tanh,
  ZERO,
} from "../host/scalar.js";
import { type Kind, kind, type Range } from "./kind.js";

type Row = readonly [
  operation: string,
  host: (a: Scalar) => Scalar,
  range?: Range | undefined,
  call?: string,
];

const positive: Range = [0.3, 2];
const open: Range = [-0.8, 0.8];

const rows: ReadonlyArray<Row> = [
  ["neg", neg],
  ["abs", abs],
  ["exp", exp, [-2, 1]],
  ["expm1", f.expm1, [-2, 1]],
  ["log", log, positive],
  ["log1p", f.log1p, [-0.5, 2]],
  ["sqrt", sqrt, positive],
  ["rsqrt", (a) => reciprocal(sqrt(a)), positive],
  ["square", f.square],
  ["reciprocal", reciprocal, positive],
  ["sin", sin],
  ["cos", cos],
  ["tan", f.tan, [-1, 1]],
  ["asin", asin, open],
  ["acos", (a) => affine(asin(a), -1, Math.PI / 2), open],
  ["atan", atan],
  ["sinh", f.sinh],
  ["cosh", f.cosh],
  ["tanh", tanh],
  ["asinh", f.asinh],
  ["acosh", f.acosh, [1.3, 3]],
  ["atanh", f.atanh, open],
  ["sigmoid", f.sigmoid],
  ["logSigmoid", (a) => neg(f.softplus(neg(a)))],
  ["softplus", f.softplus],
  ["erf", erf],
  ["relu", relu],
  ["relu6", (a) => f.clip(a, 0, 6)],
  ["leakyRelu", (a) => (isPositive(a) ? a : affine(a, 0.2))],
  ["leakyRelu", (a) => (isPositive(a) ? a : affine(a, 0.3)), undefined, "tf.leakyRelu($0, 0.3)"],
  ["elu", f.elu],
  ["selu", f.selu],
  ["clipByValue", (a) => f.clip(a, -0.5, 0.7), undefined, "tf.clipByValue($0, -0.5, 0.7)"],
  ["pow", (a) => f.power(a, 2), undefined, "tf.pow($0, 2)"],
  ["pow", (a) => f.power(a, 3), undefined, "tf.pow($0, 3)"],
  ["pow", (a) => f.pow(a, constant(1.5)), positive, "tf.pow($0, 1.5)"],
  ["clone", (a) => a],
  // Derivatives of zero.
  ["sign", (a) => constant(isPositive(a) ? 1 : -1)],
  ["floor", (a) => rounded(Math.floor, a)],
  ["ceil", (a) => rounded(Math.ceil, a)],
  ["round", (a) => rounded(Math.round, a, 0.5)],
  ["step", (a) => constant(isPositive(a) ? 1 : 0)],
  ["zerosLike", (a) => a, undefined, "tf.add(tf.zerosLike($0), $0)"],
  ["onesLike", () => ONE, undefined, "tf.onesLike($0)"],
  ["cast", (a) => rounded(Math.trunc, a), undefined, 'tf.cast(tf.cast($0, "int32"), "float32")'],
  ["isFinite", (a) => a, undefined, 'tf.mul($0, tf.cast(tf.isFinite($0), "float32"))'],
  ["isNaN", () => ZERO, undefined, 'tf.cast(tf.isNaN($0), "float32")'],
  ["isInf", () => ONE, undefined, 'tf.sub(1, tf.cast(tf.isInf($0), "float32"))'],
  // Formulas as users write them.
  ["mul", (a) => mul(a, f.sigmoid(a)), undefined, "tf.mul($0, tf.sigmoid($0))"],
  ["mul", (a) => affine(a, -0.7), undefined, "tf.mul($0, -0.7)"],
  ["sub", (a) => affine(a, -1, 1), undefined, "tf.sub(1, $0)"],
  [
    "div",
    (a) => mul(a, reciprocal(affine(f.square(a), 1, 1))),
    undefined,
    "tf.div($0, tf.add(tf.square($0), 1))",
  ],
];

/** Functions of one number, element by element. */
export const unary: ReadonlyArray<Kind> = rows.map(([operation, host, range, call]) =>
  kind(operation, call ?? `tf.${operation}($0)`, 1, (x) => map(host, x), {
    ...(range !== undefined && { ranges: range }),
  }),
);
