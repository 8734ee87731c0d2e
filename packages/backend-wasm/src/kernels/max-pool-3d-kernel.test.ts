import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { madeOnCpu, onWasm } from "../../test/on-wasm.js";

type Sizes = [number, number, number];

onWasm("maxPool3d on wasm", () => {
  it.each([
    [
      [2, 2, 2],
      [1, 1, 1],
    ],
    [
      [1, 2, 3],
      [1, 3, 2],
    ],
    [
      [3, 1, 2],
      [2, 1, 1],
    ],
  ] as ReadonlyArray<[Sizes, Sizes]>)(
    "is that of cpu for numbers of either sign, and of one, with windows of %j and strides %j",
    async (window, strides) => {
      const shape: [number, number, number, number, number] = [2, 3, 4, 5, 2];
      const numbers = Array.from({ length: 240 }, (_, i) => Math.sin(7 * i + 1));
      for (const shift of [0, -2, 2]) {
        for (const pad of ["same", "valid"] as const) {
          const pooled = (): tf.Tensor => {
            const x = tf.tensor5d(numbers, shape);
            return tf.maxPool3d(tf.add(x, shift), window, strides, pad);
          };
          const expected = await madeOnCpu(pooled);
          const found = pooled();
          expect(found.shape).toEqual(expected.shape);
          expect(Array.from(await found.data()), `${pad}, shifted by ${shift}`).toEqual(
            Array.from(await expected.data()),
          );
        }
      }
    },
  );
});
