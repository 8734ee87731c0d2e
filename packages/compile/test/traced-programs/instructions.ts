import * as tf from "@tensorflow/tfjs";

/** Tensors of these shapes can be broadcast to one another. */
export const SHAPES: ReadonlyArray<Array<number>> = [[2, 3], [3], [2, 1], []];

/** What an instruction has besides its operands. */
export interface Tools {
  /** [3, 3], a parameter. */
  readonly w: tf.Tensor;
  /** A scalar. */
  readonly t: tf.Tensor;
}

/** One step of a random function: it keeps values within some bounds, and away from poles. */
export type Instruction = (a: tf.Tensor, b: tf.Tensor, tools: Tools) => tf.Tensor;

/** As [2, 3]. */
const full = (x: tf.Tensor): tf.Tensor2D => tf.broadcastTo(x, [2, 3]) as tf.Tensor2D;

const elementwise: ReadonlyArray<Instruction> = [
  (a) => tf.tanh(a),
  (a) => tf.sin(tf.mul(a, 1.3)),
  (a) => tf.sigmoid(a),
  (a) => tf.softplus(a),
  (a) => tf.exp(tf.neg(tf.square(a))),
  (a) => tf.atan(a),
  (a) => tf.elu(a),
  (a) => tf.selu(tf.sub(a, 0.1)),
  (a) => tf.relu(tf.add(a, 0.3)),
  (a) => tf.leakyRelu(a, 0.3),
  (a) => tf.log1p(tf.square(a)),
  (a) => tf.sqrt(tf.add(tf.square(a), 0.7)),
  (a) => tf.pow(tf.add(tf.square(a), 1), 0.4),
  (a) => tf.clipByValue(a, -0.6, 0.9),
  (a) => tf.logSigmoid(a),
  (a, b) => tf.add(tf.mul(a, 0.7), tf.mul(b, -0.4)),
  (a, b) => tf.mul(tf.tanh(a), b),
  (a, b) => tf.div(a, tf.add(tf.square(b), 1)),
  (a, b) => tf.maximum(full(a), full(b)),
  (a, b) => tf.where(tf.greater(full(a), full(b)), full(tf.sin(a)), full(b)),
  (a, b) => tf.squaredDifference(tf.tanh(full(a)), tf.sin(full(b))),
  (a, _b, { t }) => tf.mul(a, tf.cos(t)),
];

const arrangements: ReadonlyArray<Instruction> = [
  (a, _b, { w }) => tf.mul(tf.matMul(full(a), w as tf.Tensor2D), 0.5),
  (a, b) => tf.mul(tf.matMul(full(a), full(b), true), 0.5).slice([0, 0], [2, 3]),
  (a) => tf.softmax(full(a)),
  (a) => tf.mul(tf.cumsum(full(a), 1, true), 0.3),
  (a) => tf.reverse(full(a), 1),
  (a) => tf.sum(full(a), 1, true),
  (a) => tf.mean(full(a), 0),
  (a) => tf.max(full(a), 1, true),
  (a) => tf.logSumExp(full(a)),
  (a) => tf.prod(tf.tanh(full(a)), 0),
  (a, b) => tf.concat([full(a), full(b)], 1).slice([0, 1], [2, 3]),
  (a) => tf.gather(full(a), [2, 0, 2], 1),
  (a) =>
    tf
      .pad(
        full(a),
        [
          [1, 0],
          [0, 1],
        ],
        0.5,
      )
      .slice([0, 1], [2, 3]),
  (a, b) => tf.stack([full(a), full(b)]).mean(0),
  (a) => tf.transpose(tf.reshape(full(a), [3, 2])),
  (a) =>
    tf
      .mirrorPad(
        full(a),
        [
          [0, 1],
          [1, 0],
        ],
        "reflect",
      )
      .slice([1, 0], [2, 3]),
  (a, b) =>
    tf
      .conv1d(
        full(a).reshape([1, 3, 2]) as tf.Tensor3D,
        tf.mul(full(b), 0.5).reshape([3, 2, 1]).tile([1, 1, 2]) as tf.Tensor3D,
        1,
        "same",
      )
      .reshape([2, 3]),
  (a) => tf.avgPool(full(a).reshape([1, 2, 3, 1]) as tf.Tensor4D, 2, 1, "same").reshape([2, 3]),
  (a) => tf.mul(full(a), tf.oneHot(tf.argMax(full(a), 1), 3)),
];

/** The gradient of a mean within f: of a sum, it would amplify rounding errors with each nesting. */
const gradient =
  (inner: Instruction): Instruction =>
  (a, b, tools) =>
    tf.tanh(tf.grad((x: tf.Tensor) => tf.mean(tf.square(inner(x, b, tools))))(a));

const nested = [...elementwise.slice(0, 16), ...arrangements.slice(0, 12)].map(gradient);
const twice = [0, 1, 2, 3, 4, 10, 11, 16].map((i) =>
  gradient(gradient(elementwise[i] as Instruction)),
);

/** All instructions. */
export const instructions: ReadonlyArray<Instruction> = [
  ...elementwise,
  ...arrangements,
  ...nested,
  ...twice,
];
