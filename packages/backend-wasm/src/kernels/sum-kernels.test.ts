import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { AWKWARD_SIZES, numbers, onWasm } from "../../test/on-wasm.js";

const filled = (shape: Array<number>, seed: number): tf.Tensor =>
  tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape);

const reductions = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), { maxLength: 5 })
  .map((axes) => ({
    shape: axes.map(([size]) => size),
    axes: axes.flatMap(([, summed], i) => (summed ? [i] : [])),
  }));

/** One rounding for each group of axes, of sums of terms of either sign that are at most 3125. */
const TOLERANCE = 1e-6;

onWasm("A sum on wasm", () => {
  it("and a mean are those of cpu, over any axes", async () => {
    const property = fc.asyncProperty(
      reductions,
      fc.boolean(),
      async ({ shape, axes }, keepDims) => {
        await expectAsOnCpu(() => tf.sum(filled(shape, 1), axes, keepDims), TOLERANCE);
        await expectAsOnCpu(() => tf.mean(filled(shape, 1), axes, keepDims), TOLERANCE);
      },
    );
    await fc.assert(property, { seed: 7, numRuns: 100 });
  });

  it("over rows or columns is correct to one rounding, for any sizes", () => {
    for (const size of AWKWARD_SIZES) {
      const x = numbers(3 * size, 5);
      const exact = (indices: Array<number>) => indices.reduce((sum, i) => sum + Number(x[i]), 0);
      const range = (count: number, of: (i: number) => number) =>
        Array.from({ length: count }, (_, i) => of(i));
      const rows = range(3, (row) => Math.fround(exact(range(size, (i) => row * size + i))));
      const columns = range(size, (i) => Math.fround(exact([i, size + i, 2 * size + i])));
      const matrix = tf.tensor2d(x, [3, size]);
      expect(Array.from(tf.sum(matrix, 1).dataSync())).toEqual(rows);
      expect(Array.from(tf.sum(matrix, 0).dataSync())).toEqual(columns);
    }
  });

  it("of a million terms is correct to one rounding", () => {
    const x = tf.fill([2 ** 20], 0.1);
    expect(tf.sum(x).dataSync()[0]).toBe(Math.fround(2 ** 20 * Math.fround(0.1)));
    expect(tf.mean(x).dataSync()[0]).toBe(Math.fround(0.1));
    const columns = tf.sum(tf.reshape(x, [2 ** 18, 4]), 0).dataSync();
    expect(Array.from(columns)).toEqual(new Array(4).fill(Math.fround(2 ** 18 * Math.fround(0.1))));
  });

  it("over nothing is zero", () => {
    // Freed values would be visible in memory that is not written.
    tf.tidy(() => tf.fill([64], 7));
    expect(Array.from(tf.sum(tf.zeros([0])).dataSync())).toEqual([0]);
    expect(Array.from(tf.sum(tf.zeros([0, 3]), 0).dataSync())).toEqual([0, 0, 0]);
    expect(Array.from(tf.sum(tf.zeros([0, 2], "int32"), 0).dataSync())).toEqual([0, 0]);
    expect(Array.from(tf.mean(tf.zeros([0, 3]), 0).dataSync())).toEqual([0, 0, 0]);
  });

  it("of integers and truth values stays exact", async () => {
    await expectAsOnCpu(() => tf.sum(tf.tensor1d([2 ** 24, 1, 1], "int32")), 0);
    await expectAsOnCpu(() => tf.sum(tf.tensor1d([true, false, true], "bool")), 0);
  });

  it("along axes of one element is the array itself", () => {
    const x = tf.tensor([1, 2], [1, 2, 1]);
    const result = tf.sum(x, [0, 2]);
    expect(result.shape).toEqual([2]);
    x.dispose();
    expect(Array.from(result.dataSync())).toEqual([1, 2]);
  });
});
