import * as tf from "@tensorflow/tfjs";
import { type Operation, operation } from "./operation.js";

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
type Range = Operation["range"];

const positive: Range = [0.3, 2];
const open: Range = [-0.8, 0.8];
const stepwise = { stepwise: true };

const unary: ReadonlyArray<readonly [string, Unary, Range?]> = [
  ["abs", tf.abs],
  ["acos", tf.acos, open],
  ["acosh", tf.acosh, [1.3, 3]],
  ["asin", tf.asin, open],
  ["asinh", tf.asinh],
  ["atan", tf.atan],
  ["atanh", tf.atanh, open],
  ["cos", tf.cos],
  ["cosh", tf.cosh],
  ["elu", tf.elu],
  ["erf", tf.erf],
  ["exp", tf.exp],
  ["expm1", tf.expm1],
  ["leakyRelu", (x) => tf.leakyRelu(x, 0.3)],
  ["log", tf.log, positive],
  ["log1p", tf.log1p, [-0.5, 2]],
  ["logSigmoid", tf.logSigmoid],
  ["neg", tf.neg],
  ["pow 2", (x) => tf.pow(x, 2)],
  ["pow 3", (x) => tf.pow(x, 3)],
  ["pow 1.5", (x) => tf.pow(x, 1.5), positive],
  ["reciprocal", tf.reciprocal, positive],
  ["relu", tf.relu],
  ["relu6", (x) => tf.relu6(tf.mul(x, 5))],
  ["rsqrt", tf.rsqrt, positive],
  ["selu", tf.selu],
  ["sigmoid", tf.sigmoid],
  ["sin", tf.sin],
  ["sinh", tf.sinh],
  ["softplus", tf.softplus],
  ["sqrt", tf.sqrt, positive],
  ["square", tf.square],
  ["tan", tf.tan, [-1, 1]],
  ["tanh", tf.tanh],
  ["clipByValue", (x) => tf.clipByValue(x, -0.5, 0.7)],
  ["swish", (x) => tf.mul(x, tf.sigmoid(x))],
  ["gelu", (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))],
  ["mish", (x) => tf.mul(x, tf.tanh(tf.softplus(x)))],
  ["clone", tf.clone],
  ["zerosLike", (x) => tf.add(tf.zerosLike(x), x)],
  ["onesLike", (x) => tf.mul(tf.onesLike(x), x)],
];

const steps: ReadonlyArray<readonly [string, Unary]> = [
  ["ceil", tf.ceil],
  ["floor", tf.floor],
  ["round", tf.round],
  ["round halves", (x) => tf.round(tf.div(tf.round(tf.mul(x, 4)), 2))],
  ["sign", tf.sign],
  ["step", tf.step],
  ["step with a slope", (x) => tf.step(x, 0.25)],
  ["isFinite", (x) => tf.cast(tf.isFinite(tf.div(1, tf.floor(x))), "float32")],
  ["isInf", (x) => tf.cast(tf.isInf(tf.div(1, tf.floor(x))), "float32")],
  ["isNaN", (x) => tf.cast(tf.isNaN(tf.sqrt(x)), "float32")],
  ["cast to int32", (x) => tf.cast(tf.cast(tf.mul(x, 3), "int32"), "float32")],
  ["cast to bool", (x) => tf.cast(tf.cast(tf.floor(x), "bool"), "float32")],
  ["logicalNot", (x) => tf.cast(tf.logicalNot(tf.greater(x, 0)), "float32")],
  ["integers", (x) => tf.cast(tf.floorDiv(tf.cast(tf.mul(x, 9), "int32"), 2), "float32")],
  ["exp of integers", (x) => tf.cast(tf.exp(tf.cast(x, "int32")), "float32")],
];

const binary: ReadonlyArray<readonly [string, Binary, Range?]> = [
  ["add", tf.add],
  ["sub", tf.sub],
  ["mul", tf.mul],
  ["div", tf.div, positive],
  ["divNoNan", tf.divNoNan, positive],
  ["pow", tf.pow, positive],
];

const sameShape: ReadonlyArray<readonly [string, Binary, Range?]> = [
  ["maximum", tf.maximum],
  ["minimum", tf.minimum],
  ["squaredDifference", tf.squaredDifference],
  ["atan2", tf.atan2, positive],
  ["mod", tf.mod, positive],
  ["prelu", tf.prelu],
  ["where", (a, b) => tf.where(tf.greater(a, b), a, b)],
  ["logicalAnd", (a, b) => tf.where(tf.logicalAnd(tf.greater(a, 0), tf.less(b, 0)), a, b)],
  ["logicalOr", (a, b) => tf.where(tf.logicalOr(tf.greater(a, 0), tf.less(b, 0)), a, b)],
  ["logicalXor", (a, b) => tf.where(tf.logicalXor(tf.greater(a, 0), tf.less(b, 0)), a, b)],
  ["addN", (a, b) => tf.addN([a, b, a])],
];

const comparisons: ReadonlyArray<readonly [string, Binary]> = [
  ["equal", tf.equal],
  ["notEqual", tf.notEqual],
  ["greater", tf.greater],
  ["greaterEqual", tf.greaterEqual],
  ["less", tf.less],
  ["lessEqual", tf.lessEqual],
];

const shapes: ReadonlyArray<Operation["shapes"]> = [
  [
    [2, 3],
    [2, 3],
  ],
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
  [
    [2, 1, 3],
    [4, 1],
  ],
];
const alike = shapes[0] as Operation["shapes"];
const ranged = (range?: Range) => (range === undefined ? {} : { range });

/** Functions of numbers, element by element. */
export const elementwise: ReadonlyArray<Operation> = [
  ...unary.map(([name, apply, range]) => operation(name, [[11]], apply, ranged(range))),
  ...steps.map(([name, apply]) => operation(name, [[11]], apply, stepwise)),
  ...binary.flatMap(([name, apply, range]) =>
    shapes.map((inputs) =>
      operation(`${name} of ${JSON.stringify(inputs)}`, inputs, apply, ranged(range)),
    ),
  ),
  ...sameShape.map(([name, apply, range]) => operation(name, alike, apply, ranged(range))),
  ...comparisons.map(([name, apply]) =>
    operation(name, alike, (a, b) => tf.cast(apply(tf.floor(a), tf.floor(b)), "float32"), stepwise),
  ),
];
