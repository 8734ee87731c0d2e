import { useWebgl } from "@symplectic-adjoint/backend-webgl";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, expect, test } from "vitest";

let undo: () => Promise<void>;
beforeAll(async () => {
  ({ undo } = await useWebgl());
});
afterAll(() => undo());

const points = [-100, -20, -3, -1, -0.25, 0, 1e-3, 0.5, 2, 7, 20, 100, Number.NaN];
const dys = points.map((_, i) => (i % 2 === 0 ? 1.5 : -0.75));

// The input, the output that the forward pass saved, or both, and the derivative in double precision.
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
test.each([
  ["TanhGrad", "y", Math.tanh, (y: number) => 1 - y * y],
  ["SigmoidGrad", "y", sigmoid, (y: number) => y * (1 - y)],
  ["ReluGrad", "x", (x: number) => x, (x: number) => (Number.isNaN(x) ? x : x > 0 ? 1 : 0)],
  ["SoftplusGrad", "x", (x: number) => x, sigmoid],
])("%s on webgl is the cotangent times the derivative.", async (kernel, saved, value, slope) => {
  const from = Float32Array.from(points, value);
  const before = tf.memory().numTensors;
  for (const shape of [[13], [13, 1], [1, 13, 1]]) {
    const [dy, tensor] = [tf.tensor(dys, shape), tf.tensor(from, shape)];
    const inputs = { dy, [saved]: tensor };
    const result = tf.engine().runKernel<tf.Tensor>(kernel, inputs);
    expect(result.shape).toEqual(shape);
    expect(result.dtype).toBe("float32");
    const values = await result.data();
    for (const [i, dy] of dys.entries()) {
      const expected = dy * slope(from[i] as number);
      if (Number.isNaN(expected)) expect(values[i]).toBeNaN();
      // Where 1 - y² cancels, the rounding of y² is what is left: half an ulp of 1. Else a few of the result's own, and of
      // exp, for which GLSL allows 3 + 2 |x|.
      else
        expect(Math.abs((values[i] as number) - expected)).toBeLessThan(
          4e-7 + 5e-6 * Math.abs(expected),
        );
    }
    tf.dispose([dy, tensor, result]);
  }
  expect(tf.memory().numTensors).toBe(before);
});

test("The kernels are gone once webgl is not used any more.", async () => {
  expect(tf.getKernel("TanhGrad", "webgl")).toBeDefined();
  const second = await useWebgl();
  await second.undo();
  expect(tf.getKernel("TanhGrad", "webgl")).toBeDefined();
  await undo();
  expect(tf.getKernel("TanhGrad", "webgl")).toBeUndefined();
});
