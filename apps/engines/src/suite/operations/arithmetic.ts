import * as tf from "@tensorflow/tfjs";
import { elementwise, type HostTensor, tensorOf } from "../host/host-tensor.js";
import type { OperationCase } from "./operation-case.js";

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const binaries: ReadonlyArray<readonly [string, Binary, (x: number, y: number) => number]> = [
  ["a + b", tf.add, (x, y) => x + y],
  ["a − b", tf.sub, (x, y) => x - y],
  ["a b", tf.mul, (x, y) => x * y],
  ["a / b", tf.div, (x, y) => x / y],
];

const shapes: ReadonlyArray<readonly [string, ReadonlyArray<number>, ReadonlyArray<number>]> = [
  ["of equal shapes", [2, 3], [2, 3]],
  ["with b a row", [2, 3], [3]],
  ["with a a column", [2, 1], [2, 3]],
  ["with b a scalar", [2, 3], []],
];

/** Their registered gradients do not support broadcasting. */
const choices: typeof binaries = [
  ["the larger of a and b", tf.maximum, Math.max],
  ["the smaller of a and b", tf.minimum, Math.min],
];

/** The four basic operations with every kind of broadcasting, and operations composed of these. */
export const arithmetic: ReadonlyArray<OperationCase> = [
  ...[...shapes.entries()].flatMap(([i, [title, a, b]]) =>
    [...binaries, ...(i === 0 ? choices : [])].map(([symbol, apply, onHost]) => ({
      name: `${symbol} ${title}`,
      shapes: [a, b],
      apply: apply as OperationCase["apply"],
      onHost: (...both: Array<HostTensor>) =>
        elementwise(onHost as (...values: Array<number>) => number, ...both),
    })),
  ),
  {
    name: "a to the power of b",
    shapes: [
      [2, 3],
      [2, 3],
    ],
    range: "positive",
    precision: "function",
    apply: (a, b) => tf.pow(a as tf.Tensor, b as tf.Tensor),
    onHost: (...both) => elementwise((x = 0, y = 0) => x ** y, ...both),
  },
  {
    name: "the cube of numbers of either sign",
    shapes: [[2, 3]],
    precision: "function",
    apply: (x) => tf.pow(x as tf.Tensor, 3),
    onHost: (...x) => elementwise((value = 0) => value ** 3, ...x),
  },
  {
    name: "where",
    shapes: [[6], [6]],
    apply: (a, b) => {
      const condition = tf.tensor1d([true, false, false, true, false, true], "bool");
      return tf.where(condition, tf.square(a as tf.Tensor), b as tf.Tensor);
    },
    onHost: (...both) => {
      const squares = [true, false, false, true, false, true];
      const [a, b] = both as [HostTensor, HostTensor];
      return tensorOf([6], (i = 0) => {
        const value = a.values[i] as number;
        return squares[i] ? value * value : (b.values[i] as number);
      });
    },
  },
];
