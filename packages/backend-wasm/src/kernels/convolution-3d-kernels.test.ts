import * as tf from "@tensorflow/tfjs";
import { it } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { numbers, onWasm } from "../../test/on-wasm.js";

type Three = [number, number, number];

const filled = (shape: [number, number, number, number, number], seed: number): tf.Tensor5D =>
  tf.tensor5d(numbers(tf.util.sizeFromShape(shape), seed), shape);

/** Sums of at most 200 products of numbers below 1. */
const TOLERANCE = 200 * 2 ** -24;

onWasm("A convolution in space on wasm", () => {
  it.each([
    [
      [2, 2, 2],
      [1, 1, 1],
    ],
    [
      [2, 3, 1],
      [1, 1, 1],
    ],
    [
      [1, 2, 3],
      [1, 2, 1],
    ],
    [
      [3, 2, 2],
      [2, 1, 2],
    ],
  ] as ReadonlyArray<[Three, Three]>)(
    "by filters of %j with strides %j has the gradients of cpu, and its transpose",
    async (window, strides) => {
      for (const pad of ["same", "valid"] as const) {
        const gradient = (of: 0 | 1) => () => {
          const x = filled([2, 4, 5, 6, 2], 1);
          const filter = filled([...window, 2, 3], 2);
          const run = (y: tf.Tensor, w: tf.Tensor) =>
            tf.conv3d(y as tf.Tensor5D, w as tf.Tensor5D, strides, pad);
          return tf.grads((y, w) => tf.sum(tf.square(run(y, w))))([x, filter])[of] as tf.Tensor;
        };
        await expectAsOnCpu(gradient(0), TOLERANCE);
        await expectAsOnCpu(gradient(1), TOLERANCE);
        const info = tf.backend_util.computeConv3DInfo(
          [1, 4, 5, 6, 3],
          [...window, 3, 2],
          strides,
          1,
          pad,
        );
        await expectAsOnCpu(
          () =>
            tf.conv3dTranspose(
              filled(info.outShape, 3),
              filled([...window, 3, 2], 4),
              info.inShape,
              strides,
              pad,
            ),
          TOLERANCE,
        );
      }
    },
  );
});
