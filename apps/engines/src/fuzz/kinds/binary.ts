import { isGreater, isPositive, larger, smaller } from "../host/choices.js";
import { pow, square } from "../host/functions.js";
import { map, type Shape } from "../host/host-array.js";
import { add, affine, atan, constant, div, mul, type Scalar, sub } from "../host/scalar.js";
import { type Kind, kind, type Range } from "./kind.js";

type Binary = (a: Scalar, b: Scalar) => Scalar;
type Row = readonly [
  operation: string,
  host: Binary,
  ranges?: readonly [Range, Range] | undefined,
  code?: string,
];

const any: Range = [-2, 2];
const positive: Range = [0.3, 2];

const broadcasting: ReadonlyArray<Row> = [
  ["add", add],
  ["sub", sub],
  ["mul", mul],
  ["div", div, [any, positive]],
  ["divNoNan", div, [any, positive]],
  ["pow", pow, [positive, any]],
];

/**
 * The gradients that TensorFlow.js registers for these do not support broadcasting; this library then throws an error.
 */
const equal: ReadonlyArray<Row> = [
  ...broadcasting,
  ["maximum", larger],
  ["minimum", smaller],
  ["squaredDifference", (a, b) => square(sub(a, b))],
  ["atan2", (a, b) => atan(div(a, b)), [any, positive]],
  ["mod", (a, b) => sub(a, mul(b, floored(a, b))), [any, positive]],
  ["prelu", (a, b) => (isPositive(a) ? a : mul(a, b))],
  ["where", larger, undefined, "tf.where(tf.greater($0, $1), $0, $1)"],
  ["greater", (a, b) => (isGreater(a, b) ? a : constant(0)), undefined, chosen("greater")],
  [
    "greaterEqual",
    (a, b) => (isGreater(a, b) ? a : constant(0)),
    undefined,
    chosen("greaterEqual"),
  ],
  ["less", (a, b) => (isGreater(a, b) ? constant(0) : a), undefined, chosen("less")],
  ["lessEqual", (a, b) => (isGreater(a, b) ? constant(0) : a), undefined, chosen("lessEqual")],
  ["notEqual", (a, b) => (isGreater(a, b) ? a : affine(a, 1)), undefined, chosen("notEqual")],
  ["equal", (a, b) => constant(isGreater(a, b) ? 0 : -0), undefined, chosen("equal")],
  ["logicalAnd", (a, b) => both(a, b, (p, q) => p && q), undefined, logical("logicalAnd")],
  ["logicalOr", (a, b) => both(a, b, (p, q) => p || q), undefined, logical("logicalOr")],
  ["logicalXor", (a, b) => both(a, b, (p, q) => p !== q), undefined, logical("logicalXor")],
  [
    "logicalNot",
    (a, b) => (isPositive(a) ? b : a),
    undefined,
    "tf.where(tf.logicalNot(tf.greater($0, 0)), $0, $1)",
  ],
];

function chosen(operation: string): string {
  return `tf.mul($0, tf.cast(tf.${operation}($0, $1), "float32"))`;
}

function logical(operation: string): string {
  return `tf.where(tf.${operation}(tf.greater($0, 0), tf.less($1, 0)), $0, $1)`;
}

function both(a: Scalar, b: Scalar, f: (p: boolean, q: boolean) => boolean): Scalar {
  const [p, q] = [isPositive(a), !isPositive(b)];
  return f(p, q) ? a : b;
}

function floored(a: Scalar, b: Scalar): Scalar {
  const quotient = a.value / b.value;
  isGreater(constant(quotient), constant(Math.round(quotient)));
  return constant(Math.floor(quotient));
}

const shapes: ReadonlyArray<readonly [Shape, Shape]> = [
  [[2, 3], [3]],
  [
    [2, 1],
    [2, 3],
  ],
  [[2, 3], []],
  [
    [1, 3],
    [2, 1],
  ],
];

function rowKind([operation, host, ranges, code]: Row, inputs: Kind["inputs"]): Kind {
  return kind(
    operation,
    code ?? `tf.${operation}($0, $1)`,
    inputs,
    (...inputs) => map(host as (...scalars: Array<Scalar>) => Scalar, ...inputs),
    { ...(ranges !== undefined && { ranges }) },
  );
}

/** Functions of two numbers, element by element. */
export const binary: ReadonlyArray<Kind> = [
  ...equal.map((row) => rowKind(row, 2)),
  ...broadcasting.flatMap((row) => shapes.map((inputs) => rowKind(row, inputs))),
];
