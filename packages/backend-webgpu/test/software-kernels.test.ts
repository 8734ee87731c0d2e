import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { onWebgpu } from "./on-webgpu.js";
import { randomValues } from "./random-values.js";

/** Rounding of float32. */
const ULP = 2 ** -23;

onWebgpu("On a device that is a program on the processor", () => {
  const random = (shape: Array<number>, seed: number): tf.Tensor =>
    tf.tensor(randomValues(tf.util.sizeFromShape(shape), seed), shape);

  /** What `body` gives on the device, and on cpu. The numbers are at most 2. */
  const expectAsOnCpu = async (body: () => tf.Tensor, terms: number): Promise<void> => {
    const actual = tf.tidy(body);
    const values = await actual.data();
    await tf.setBackend("cpu");
    const expected = tf.tidy(body);
    const reference = expected.dataSync();
    await tf.setBackend("webgpu");
    expect(actual.shape).toEqual(expected.shape);
    expect(values.length).toBe(reference.length);
    for (const [i, value] of values.entries()) {
      const error = Math.abs(value - (reference[i] as number));
      if (!(error <= 4 * terms * ULP)) expect.fail(`element ${i} is off by ${error}`);
    }
  };

  describe("a product of matrices", () => {
    const sizes = [1, 3, 4, 5, 8, 9, 17];
    test.each([
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ])("is right for any sizes, with transposes %s and %s.", async (transposeA, transposeB) => {
      for (const [i, rows] of sizes.entries())
        for (const [j, columns] of sizes.entries()) {
          const inner = sizes[(3 * i + 5 * j) % sizes.length] as number;
          const body = (): tf.Tensor =>
            tf.matMul(
              random(transposeA ? [inner, rows] : [rows, inner], 1),
              random(transposeB ? [columns, inner] : [inner, columns], 2),
              transposeA,
              transposeB,
            );
          await expectAsOnCpu(body, inner);
        }
    });

    test("is right for the sizes of a network.", async () => {
      await expectAsOnCpu(() => tf.matMul(random([130, 65], 1), random([65, 66], 2)), 65);
      await expectAsOnCpu(() => tf.matMul(random([300, 70], 1), random([300, 9], 2), true), 300);
    });

    test("of batches, and of integers, is the engine's own.", async () => {
      await expectAsOnCpu(() => tf.matMul(random([2, 3, 4], 1), random([2, 4, 5], 2)), 4);
      await expectAsOnCpu(() => tf.matMul(random([2, 3, 4], 1), random([4, 5], 2)), 4);
      const product = tf.matMul(tf.ones([2, 2], "int32"), tf.ones([2, 2], "int32"));
      expect(Array.from(await product.data())).toEqual([2, 2, 2, 2]);
    });
  });

  test.each<[Array<number>, number | Array<number> | undefined]>([
    [[7], undefined],
    [[], undefined],
    [[1000, 3], 0],
    [[1000, 3], 1],
    [[3, 1000], 1],
    [[5, 200, 3], 1],
    [
      [5, 20, 3],
      [0, 1],
    ],
    [
      [5, 20, 3],
      [1, 2],
    ],
    [
      [5, 20, 3],
      [2, 1],
    ],
    [
      [5, 20, 3],
      [0, 2],
    ],
    [[5, 20, 3], -1],
    [[100, 5000], 0],
    [[50_000], 0],
  ])("a sum of an array of axes %j over %j is right.", async (shape, axis) => {
    const terms = tf.util.sizeFromShape(shape);
    for (const keepDims of [false, true])
      await expectAsOnCpu(() => tf.sum(random(shape, 1), axis, keepDims), terms);
  });

  test.each<[Array<number>, Array<number>]>([
    [[5, 8], [8]],
    [[5, 7], [7]],
    [[4, 5], [5]],
    [
      [2, 3, 4],
      [3, 4],
    ],
    [[2, 3, 4], [4]],
    [[2, 3], []],
    [
      [5, 8],
      [1, 8],
    ],
    [
      [5, 8],
      [5, 1],
    ],
    [[8], [5, 8]],
    [
      [5, 8],
      [5, 8],
    ],
  ])("a sum of arrays of axes %j and %j is right.", async (a, b) => {
    await expectAsOnCpu(() => tf.add(random(a, 1), random(b, 2)), 1);
  });
});
