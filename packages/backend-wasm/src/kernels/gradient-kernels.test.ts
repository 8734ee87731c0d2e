import * as tf from "@tensorflow/tfjs";
import { expect, it, test } from "vitest";
import { AWKWARD_SIZES, numbers, onWasm } from "../../test/on-wasm.js";
import { ulp } from "../../test/ulps.js";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The name of the second input, and the derivative in terms of it. */
const GRADIENTS: Readonly<Record<string, readonly [string, (of: number) => number]>> = {
  TanhGrad: ["y", (y) => (1 - y) * (1 + y)],
  SigmoidGrad: ["y", (y) => y * (1 - y)],
  ReluGrad: ["x", (x) => (x > 0 ? 1 : 0)],
  SoftplusGrad: ["x", sigmoid],
};

const run = (name: string, inputs: tf.NamedTensorMap) =>
  tf.engine().runKernel<tf.Tensor>(name, inputs);

onWasm("The gradient of an activation on wasm", () => {
  test.each(Object.entries(GRADIENTS))(
    "%s is the cotangent times the derivative",
    (name, [of, derivative]) => {
      for (const size of AWKWARD_SIZES) {
        const [dy, x] = [numbers(size, 1), numbers(size, 2)];
        const result = run(name, { dy: tf.tensor1d(dy), [of]: tf.tensor1d(x) }).dataSync();
        result.forEach((value, i) => {
          const exact = Number(dy[i]) * derivative(Number(x[i]));
          // At most four roundings of half a unit; a product of them may gain half a binary place.
          expect(Math.abs(value - exact)).toBeLessThanOrEqual(3 * ulp(exact));
        });
      }
    },
  );

  it("keeps the relative precision of the derivative of tanh if tanh is nearly 1", () => {
    const y = Float32Array.from([1 - 2 ** -24, 2 ** -24 - 1, 1, 0.9999]);
    const result = run("TanhGrad", { dy: tf.ones([4]), y: tf.tensor1d(y) }).dataSync();
    result.forEach((value, i) => {
      const exact = 1 - Number(y[i]) ** 2;
      expect(Math.abs(value - exact)).toBeLessThanOrEqual(ulp(exact));
    });
  });

  it("is zero for an inactive unit with any cotangent, and propagates NaN of a cotangent for an active unit", () => {
    const dy = tf.tensor1d([Number.NaN, Number.POSITIVE_INFINITY, Number.NaN, 1]);
    const x = tf.tensor1d([-1, 0, 1, Number.NaN]);
    expect(Array.from(run("ReluGrad", { dy, x }).dataSync())).toEqual([0, 0, Number.NaN, 0]);
  });

  it("keeps the shape", () => {
    const shape = [2, 3, 1];
    const result = run("TanhGrad", { dy: tf.ones(shape), y: tf.zeros(shape) });
    expect(result.shape).toEqual(shape);
    expect(result.dtype).toBe("float32");
  });
});
