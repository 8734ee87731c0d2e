import * as tf from "@tensorflow/tfjs";
import { elementwise } from "../host/host-tensor.js";
import type { OperationCase } from "./operation-case.js";

type Unary = (x: tf.Tensor) => tf.Tensor;
type Row = readonly [
  name: string,
  apply: Unary,
  onHost: (x: number) => number,
  more?: Pick<OperationCase, "range" | "precision">,
];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** (2/√π) ∫₀ˣ exp(−s²) ds, by its power series: error below 1e-13 for |x| < 2. */
function erf(x: number): number {
  let term = x;
  let total = x;
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

const rows: ReadonlyArray<Row> = [
  ["tanh", tf.tanh, Math.tanh],
  ["sigmoid", tf.sigmoid, sigmoid],
  ["softplus", tf.softplus, (x) => Math.log1p(Math.exp(x))],
  ["relu", tf.relu, (x) => Math.max(0, x)],
  ["elu", tf.elu, (x) => (x > 0 ? x : Math.expm1(x))],
  ["selu", tf.selu, (x) => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x))],
  ["swish", (x) => tf.mul(x, tf.sigmoid(x)), (x) => x * sigmoid(x)],
  [
    "gelu by erf",
    (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
    (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
  ],
  [
    "gelu by tanh",
    (x) => {
      const cubic = tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715));
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(tf.mul(cubic, Math.sqrt(2 / Math.PI))), 1));
    },
    (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  ],
  ["exp", tf.exp, Math.exp],
  ["expm1", tf.expm1, Math.expm1],
  ["log", tf.log, Math.log, { range: "positive" }],
  ["sqrt", tf.sqrt, Math.sqrt, { range: "positive" }],
  ["sin", tf.sin, Math.sin, { precision: "sine" }],
  ["cos", tf.cos, Math.cos, { precision: "sine" }],
  ["square", tf.square, (x) => x * x],
  ["abs", tf.abs, Math.abs],
  ["neg", tf.neg, (x) => -x],
  ["clone", tf.clone, (x) => x],
];

/** Functions of one number, element by element. 11 elements: not a multiple of any SIMD width. */
export const functions: ReadonlyArray<OperationCase> = rows.map(
  ([name, apply, onHost, more = {}]) => ({
    name,
    shapes: [[11]],
    precision: "function",
    ...more,
    apply: apply as OperationCase["apply"],
    onHost: (...x) => elementwise((value = 0) => onHost(value), ...x),
  }),
);
