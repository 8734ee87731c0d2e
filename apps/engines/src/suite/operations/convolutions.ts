import * as tf from "@tensorflow/tfjs";
import { at, type HostTensor, sum, tensorOf } from "../host/host-tensor.js";
import type { OperationCase } from "./operation-case.js";

const [HEIGHT, WIDTH, CHANNELS] = [5, 4, 2];

/** The element of x at an index, or 0 if it is out of range. */
function padded(x: HostTensor, i: number, j: number, c: number): number {
  const inside = i >= 0 && i < HEIGHT && j >= 0 && j < WIDTH;
  return inside ? at(x, 0, i, j, c) : 0;
}

/** Σ over a window of 3 × 2 with its first corner at (i, j). */
function window(term: (di: number, dj: number) => number): number {
  return sum(3, (di) => sum(2, (dj) => term(di, dj)));
}

/** Convolutions of one image. */
export const convolutions: ReadonlyArray<OperationCase> = [
  {
    name: "conv2d",
    shapes: [
      [1, HEIGHT, WIDTH, CHANNELS],
      [3, 2, CHANNELS, 3],
    ],
    apply: (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "valid"),
    onHost: (...both) => {
      const [x, filter] = both as [HostTensor, HostTensor];
      return tensorOf([1, 3, 3, 3], (_n, i = 0, j = 0, o = 0) =>
        window((di, dj) =>
          sum(CHANNELS, (c) => padded(x, i + di, j + dj, c) * at(filter, di, dj, c, o)),
        ),
      );
    },
  },
  {
    name: "conv2d with padding and steps of two",
    shapes: [
      [1, HEIGHT, WIDTH, CHANNELS],
      [3, 2, CHANNELS, 3],
    ],
    apply: (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, "same"),
    onHost: (...both) => {
      const [x, filter] = both as [HostTensor, HostTensor];
      // With stride two, five rows need one row of padding on either side, four columns none.
      return tensorOf([1, 3, 2, 3], (_n, i = 0, j = 0, o = 0) =>
        window((di, dj) =>
          sum(CHANNELS, (c) => padded(x, 2 * i + di - 1, 2 * j + dj, c) * at(filter, di, dj, c, o)),
        ),
      );
    },
  },
  {
    name: "depthwiseConv2d",
    shapes: [
      [1, HEIGHT, WIDTH, CHANNELS],
      [3, 2, CHANNELS, 2],
    ],
    apply: (x, filter) => tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "valid"),
    onHost: (...both) => {
      const [x, filter] = both as [HostTensor, HostTensor];
      return tensorOf([1, 3, 3, 2 * CHANNELS], (_n, i = 0, j = 0, o = 0) => {
        const c = Math.floor(o / 2);
        return window((di, dj) => padded(x, i + di, j + dj, c) * at(filter, di, dj, c, o % 2));
      });
    },
  },
];
