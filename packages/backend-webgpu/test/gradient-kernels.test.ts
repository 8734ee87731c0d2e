import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { coarse, onWebgpu } from "./on-webgpu.js";
import { randomValues } from "./random-values.js";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const kernels: ReadonlyArray<[string, "x" | "y", (dy: number, kept: number) => number]> = [
  ["TanhGrad", "y", (dy, y) => dy * (1 - y * y)],
  ["SigmoidGrad", "y", (dy, y) => dy * y * (1 - y)],
  ["ReluGrad", "x", (dy, x) => (x > 0 ? dy : 0)],
  ["SoftplusGrad", "x", (dy, x) => dy * sigmoid(x)],
];

onWebgpu("The kernel", () => {
  test.each(kernels)(
    "%s gives the gradient of its activation, for any size and rank.",
    async (name, kept, formula) => {
      for (const shape of [[1], [7], [2, 3, 4], [5, 5], [1000], []]) {
        const size = shape.reduce((a, b) => a * b, 1);
        const [dy, value] = [
          randomValues(size, 1),
          randomValues(size, 2).map((v) => v * (kept === "x" ? 20 : 0.5)),
        ];
        const inputs = { dy: tf.tensor(dy, shape), [kept]: tf.tensor(value, shape) };
        const gradient = tf.engine().runKernel(name, inputs) as tf.Tensor;
        expect(gradient.shape).toEqual(shape);
        // exp on the device is exact to 3 + 2|x| units in the last place by the standard of WGSL: 83 for |x| = 40.
        const bound = name === "SoftplusGrad" ? (coarse ? 200 : 100) * 2 ** -24 : 2 ** -22;
        for (const [i, actual] of (await gradient.data()).entries()) {
          const expected = formula(dy[i] as number, value[i] as number);
          expect(Math.abs(actual - expected)).toBeLessThanOrEqual(
            bound *
              Math.abs(dy[i] as number) *
              (name === "SoftplusGrad" ? Math.max(1e-3, sigmoid(value[i] as number)) : 1),
          );
        }
      }
    },
  );

  test("SoftplusGrad is 0 and 1 far from 0.", async () => {
    const inputs = { dy: tf.ones([4]), x: tf.tensor1d([-1e4, -200, 200, 1e4]) };
    const gradient = tf.engine().runKernel("SoftplusGrad", inputs) as tf.Tensor;
    expect(Array.from(await gradient.data())).toEqual([0, 0, 1, 1]);
  });
});
