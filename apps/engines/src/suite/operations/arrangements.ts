import * as tf from "@tensorflow/tfjs";
import { at, type HostTensor, tensorOf } from "../host/host-tensor.js";
import type { OperationCase } from "./operation-case.js";

const PICKED = [2, 0, 2];

/** Operations that rearrange elements. */
export const arrangements: ReadonlyArray<OperationCase> = [
  {
    name: "concat",
    shapes: [
      [2, 3],
      [2, 1],
    ],
    apply: (...both) => tf.concat(both, 1),
    onHost: (...both) => {
      const [a, b] = both as [HostTensor, HostTensor];
      return tensorOf([2, 4], (i = 0, j = 0) => (j < 3 ? at(a, i, j) : at(b, i, j - 3)));
    },
  },
  {
    name: "stack",
    shapes: [[3], [3]],
    apply: (...both) => tf.stack(both, 1),
    onHost: (...both) => tensorOf([3, 2], (i = 0, j = 0) => at(both[j] as HostTensor, i)),
  },
  {
    name: "a product of unstacked rows",
    shapes: [[2, 3]],
    apply: (x) => {
      const [a, b] = tf.unstack(x as tf.Tensor) as [tf.Tensor, tf.Tensor];
      return tf.mul(a, b);
    },
    onHost: (x) => tensorOf([3], (j = 0) => at(x as HostTensor, 0, j) * at(x as HostTensor, 1, j)),
  },
  {
    name: "slice",
    shapes: [[4, 3]],
    apply: (x) => tf.slice(x as tf.Tensor, [1, 0], [2, 2]),
    onHost: (x) => tensorOf([2, 2], (i = 0, j = 0) => at(x as HostTensor, i + 1, j)),
  },
  {
    name: "reshape",
    shapes: [
      [4, 3],
      [2, 6],
    ],
    apply: (x, w) => tf.mul(tf.reshape(x as tf.Tensor, [2, 6]), w as tf.Tensor),
    onHost: (x, w) =>
      tensorOf(
        [2, 6],
        (i = 0, j = 0) =>
          ((x as HostTensor).values[6 * i + j] as number) * at(w as HostTensor, i, j),
      ),
  },
  {
    name: "the transpose of a matrix",
    shapes: [[4, 3]],
    apply: (x) => tf.transpose(x as tf.Tensor),
    onHost: (x) => tensorOf([3, 4], (i = 0, j = 0) => at(x as HostTensor, j, i)),
  },
  {
    name: "a permutation of three axes",
    shapes: [[2, 3, 4]],
    apply: (x) => tf.transpose(x as tf.Tensor, [2, 0, 1]),
    onHost: (x) => tensorOf([4, 2, 3], (k = 0, i = 0, j = 0) => at(x as HostTensor, i, j, k)),
  },
  {
    name: "gather",
    shapes: [[3, 2]],
    apply: (x) => tf.gather(x as tf.Tensor, tf.tensor1d(PICKED, "int32")),
    onHost: (x) => tensorOf([3, 2], (i = 0, j = 0) => at(x as HostTensor, PICKED[i] as number, j)),
  },
  {
    name: "pad",
    shapes: [[2, 2]],
    apply: (x) =>
      tf.pad(x as tf.Tensor, [
        [1, 0],
        [0, 2],
      ]),
    onHost: (x) =>
      tensorOf([3, 4], (i = 0, j = 0) => (i > 0 && j < 2 ? at(x as HostTensor, i - 1, j) : 0)),
  },
];
