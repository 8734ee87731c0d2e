import * as tf from "@tensorflow/tfjs";
import { expect, it, test } from "vitest";
import { AWKWARD_SIZES, numbers, onWasm } from "../../test/on-wasm.js";
import { erf, sweepFloats, ulp } from "../../test/ulps.js";

const FUNCTIONS: Readonly<
  Record<string, readonly [(x: tf.Tensor) => tf.Tensor, (x: number) => number]>
> = {
  cos: [tf.cos, Math.cos],
  elu: [tf.elu, (x) => (x > 0 ? x : Math.expm1(x))],
  erf: [tf.erf, erf],
  exp: [tf.exp, Math.exp],
  expm1: [tf.expm1, Math.expm1],
  relu: [tf.relu, (x) => Math.max(x, 0)],
  sigmoid: [tf.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  sin: [tf.sin, Math.sin],
  softplus: [tf.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))],
  tanh: [tf.tanh, Math.tanh],
};

/** The error of a value in ulps; infinite if exactly one of both is NaN, infinite or zero. */
function distance(actual: number, exact: number): number {
  const rounded = Math.fround(exact);
  if (Object.is(actual, rounded)) return 0;
  const other = !Number.isFinite(actual) || !Number.isFinite(rounded);
  const signOfZero = actual === 0 && rounded === 0;
  return other || signOfZero ? Number.POSITIVE_INFINITY : Math.abs(actual - exact) / ulp(exact);
}

onWasm("A function of one number on wasm", () => {
  // Half an ulp is rounding; the polynomials add a relative error of at most 2.1e-8, which is 0.36 ulp.
  test.each(Object.entries(FUNCTIONS))(
    "%s is within a unit in the last place, for all kinds of numbers",
    (_, [ours, exact]) => {
      let worst = 0;
      let at = 0;
      sweepFloats(2 ** 20, (x) => {
        const values = tf.tidy(() => ours(tf.tensor1d(x)).dataSync());
        for (let i = 0; i < x.length; i++) {
          const off = distance(values[i] as number, exact(x[i] as number));
          if (off > worst) [worst, at] = [off, x[i] as number];
        }
      });
      expect(worst, `at ${at}`).toBeLessThan(0.9);
    },
  );

  test.each(Object.entries(FUNCTIONS))(
    "%s accepts arrays of any size, scalars and empty ones",
    (_, [ours, exact]) => {
      for (const size of AWKWARD_SIZES) {
        const x = numbers(size, size + 1);
        const values = ours(tf.tensor1d(x)).dataSync();
        expect(values.length).toBe(size);
        values.forEach((value, i) => {
          expect(distance(value, exact(x[i] as number))).toBeLessThan(0.9);
        });
      }
      expect(ours(tf.zeros([2, 0, 3])).shape).toEqual([2, 0, 3]);
      expect(ours(tf.scalar(0.5)).dataSync()[0]).toBeCloseTo(exact(0.5), 6);
    },
  );

  it("reduces angles as large as float32 has them", () => {
    // The last one is the float32 nearest to a multiple of π/2.
    const angles = [1.6e6, 1e10, -1e20, 3.4028234663852886e38, 16367173 * 2 ** 72];
    const x = Float32Array.from(angles);
    const [sines, cosines] = [tf.sin(x).dataSync(), tf.cos(x).dataSync()];
    x.forEach((angle, i) => {
      expect(distance(sines[i] as number, Math.sin(angle))).toBeLessThan(0.9);
      expect(distance(cosines[i] as number, Math.cos(angle))).toBeLessThan(0.9);
    });
  });

  it("leaves integers to TensorFlow.js", () => {
    expect(Array.from(tf.relu(tf.tensor1d([-2, 3], "int32")).dataSync())).toEqual([0, 3]);
  });

  it("computes the forms of gelu, with one rounding each", () => {
    const x = numbers(1000, 3).map((value) => 4 * value);
    const half = (y: tf.Tensor, factor: tf.Tensor) => tf.mul(tf.mul(y, 0.5), tf.add(factor, 1));
    const t = tf.tensor1d(x);
    const exact = half(t, tf.erf(tf.mul(t, Math.SQRT1_2))).dataSync();
    const cubic = tf.add(t, tf.mul(tf.mul(t, tf.mul(t, t)), 0.044715));
    const approximate = half(t, tf.tanh(tf.mul(cubic, Math.sqrt(2 / Math.PI)))).dataSync();
    x.forEach((value, i) => {
      const inner = Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3);
      // 1 + erf cancels for negative x: the error is that of rounding 1.
      expect(Math.abs(Number(exact[i]) - 0.5 * value * (1 + erf(value / Math.SQRT2)))).toBeLessThan(
        5e-7,
      );
      expect(Math.abs(Number(approximate[i]) - 0.5 * value * (1 + Math.tanh(inner)))).toBeLessThan(
        1e-6,
      );
    });
  });
});
