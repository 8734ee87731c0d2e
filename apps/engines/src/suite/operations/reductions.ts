import * as tf from "@tensorflow/tfjs";
import { at, type HostTensor, sum, tensorOf } from "../host/host-tensor.js";
import type { OperationCase } from "./operation-case.js";

const [ROWS, COLUMNS, DEPTH] = [3, 4, 2];
const shapes = [[ROWS, COLUMNS, DEPTH]];

/** A case whose host function receives only the input. */
function reduction(
  name: string,
  apply: (x: tf.Tensor) => tf.Tensor,
  onHost: (x: HostTensor) => HostTensor,
): OperationCase {
  return {
    name,
    shapes,
    // Without cancellation, the result is as accurate as its terms.
    range: "positive",
    apply: apply as OperationCase["apply"],
    onHost: onHost as OperationCase["onHost"],
  };
}

/** Sums and means over axes, and softmax. */
export const reductions: ReadonlyArray<OperationCase> = [
  reduction(
    "the sum of everything",
    (x) => tf.sum(x),
    ({ values }) => tensorOf([], () => sum(values.length, (i) => values[i] as number)),
  ),
  reduction(
    "the sum over the first axis",
    (x) => tf.sum(x, 0),
    (x) => tensorOf([COLUMNS, DEPTH], (j = 0, k = 0) => sum(ROWS, (i) => at(x, i, j, k))),
  ),
  reduction(
    "the sum over the last axis, which is kept",
    (x) => tf.sum(x, -1, true),
    (x) => tensorOf([ROWS, COLUMNS, 1], (i = 0, j = 0) => sum(DEPTH, (k) => at(x, i, j, k))),
  ),
  reduction(
    "the sum over two axes",
    (x) => tf.sum(x, [0, 2]),
    (x) => tensorOf([COLUMNS], (j = 0) => sum(ROWS, (i) => sum(DEPTH, (k) => at(x, i, j, k)))),
  ),
  reduction(
    "the mean over an axis",
    (x) => tf.mean(x, 1),
    (x) => tensorOf([ROWS, DEPTH], (i = 0, k = 0) => sum(COLUMNS, (j) => at(x, i, j, k)) / COLUMNS),
  ),
  {
    ...reduction(
      "softmax",
      (x) => tf.softmax(x),
      (x) =>
        tensorOf(shapes[0] as Array<number>, (i = 0, j = 0, k = 0) => {
          const weight = (other: number): number => Math.exp(at(x, i, j, other));
          return weight(k) / sum(DEPTH, weight);
        }),
    ),
    precision: "function",
  },
];
