import * as tf from "@tensorflow/tfjs";
import { expect, it, test } from "vitest";
import { AWKWARD_SIZES, numbers, onWasm } from "../../test/on-wasm.js";
import { dot } from "./dot.js";

onWasm("The dot product on wasm", (get) => {
  test.each(AWKWARD_SIZES)("is that of double precision for %i numbers", (size) => {
    for (let seed = 1; seed < 20; seed += 2) {
      const [a, b] = [numbers(size, seed), numbers(size, seed + 1)];
      let [expected, magnitude] = [0, 0];
      a.forEach((x, i) => {
        expected += x * Number(b[i]);
        magnitude += Math.abs(x * Number(b[i]));
      });
      const actual = Number(dot(get())([tf.tensor1d(a)], [tf.tensor1d(b)]));
      // Products of float32 numbers are exact in double precision; either sum rounds.
      expect(Math.abs(actual - expected)).toBeLessThanOrEqual(2 * size * 2 ** -53 * magnitude);
    }
  });

  it("sums over all leaves, of any shapes", () => {
    const a = [tf.tensor1d([1, 2]), tf.zeros([0, 2]), tf.tensor2d([[3], [4]]), tf.scalar(5)];
    const b = [tf.tensor1d([6, 7]), tf.zeros([0, 2]), tf.tensor2d([[8], [9]]), tf.scalar(10)];
    expect(dot(get())(a, b)).toBe(6 + 14 + 24 + 36 + 50);
    expect(dot(get())([], [])).toBe(0);
  });

  it("propagates NaN and values beyond the range of float32", () => {
    const a = [tf.tensor1d([1, Number.NaN]), tf.scalar(1)];
    expect(dot(get())(a, a)).toBeNaN();
    expect(Number(dot(get())([tf.scalar(1e30)], [tf.scalar(1e30)])) / 1e60).toBeCloseTo(1, 6);
  });
});
