import * as tf from "@tensorflow/tfjs";
import { expect, it, test } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { AWKWARD_SIZES, numbers, onWasm } from "../../test/on-wasm.js";
import { sweepFloats } from "../../test/ulps.js";

onWasm("A power on wasm", () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])("to %i is rounded once", (exponent) => {
    sweepFloats(2 ** 15, (x) => {
      const values = tf.tidy(() => tf.pow(tf.tensor1d(x), exponent).dataSync());
      const wrong = values.findIndex((value, i) => {
        const base = x[i] as number;
        let exact = 1;
        // In the order of the kernel: it affects the last bit of the double and, rarely, that of the float32.
        for (let rest = exponent, square = base; rest > 0; rest >>= 1) {
          if (rest & 1) exact *= square;
          square *= square;
        }
        return !Object.is(value, Math.fround(exact));
      });
      expect(wrong, `at ${x[wrong]}`).toBe(-1);
    });
  });

  it("accepts arrays of any size", () => {
    for (const size of AWKWARD_SIZES) {
      const x = numbers(size, 3);
      expect(tf.pow(tf.tensor1d(x), 3).dataSync()).toEqual(x.map((value) => value ** 3));
    }
  });

  it("leaves other exponents, and integers, to TensorFlow.js", async () => {
    const x = () => tf.tensor1d([0.5, 2, 3]);
    await expectAsOnCpu(() => tf.pow(x(), 0.5), 1e-6);
    await expectAsOnCpu(() => tf.pow(x(), -2), 1e-6);
    await expectAsOnCpu(() => tf.pow(x(), 9), 1e-6);
    await expectAsOnCpu(() => tf.pow(x(), tf.tensor1d([1, 2, 3])), 1e-6);
    await expectAsOnCpu(() => tf.pow(tf.scalar(2), tf.ones([1, 1])), 1e-6);
    await expectAsOnCpu(() => tf.pow(tf.tensor1d([2, 3], "int32"), tf.scalar(2, "int32")), 0);
  });

  it("has the gradient of cpu, where the base is negative too", async () => {
    await expectAsOnCpu(
      () => tf.grad((x: tf.Tensor) => tf.pow(x, 3))(tf.tensor1d([-2, 0, 3])),
      1e-6,
    );
  });
});
