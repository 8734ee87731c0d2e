import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { AWKWARD_SIZES, numbers, onWasm } from "../../test/on-wasm.js";

const filled = (shape: Array<number>, seed: number): tf.Tensor =>
  tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape);

const permutations = fc
  .array(fc.constantFrom(0, 1, 2, 3, 5, 9, 17), { maxLength: 5 })
  .chain((shape) => {
    const axes = shape.map((_, i) => i);
    const perm = fc.shuffledSubarray(axes, { minLength: axes.length });
    return fc.record({ shape: fc.constant(shape), perm });
  });

onWasm("A transpose on wasm", () => {
  it("permutes axes as cpu does", async () => {
    const property = fc.asyncProperty(permutations, ({ shape, perm }) =>
      expectAsOnCpu(() => tf.transpose(filled(shape, 1), perm), 0),
    );
    await fc.assert(property, { seed: 3, numRuns: 150 });
  });

  it("turns matrices of any sizes over", () => {
    const sizes = AWKWARD_SIZES.filter((size) => size < 100);
    for (const rows of sizes) {
      for (const columns of sizes) {
        const x = numbers(rows * columns, 9);
        const result = tf.tidy(() => tf.transpose(tf.tensor2d(x, [rows, columns])).dataSync());
        const wrong = result.findIndex(
          (value, i) => value !== x[(i % rows) * columns + Math.floor(i / rows)],
        );
        expect(wrong, `${rows} × ${columns}`).toBe(-1);
      }
    }
  });

  it("leaves integers and truth values to TensorFlow.js", async () => {
    const shape: [number, number] = [9, 11];
    const range = tf.util.createShuffledIndices(99);
    const values = Array.from(range).sort((a, b) => a - b);
    await expectAsOnCpu(() => tf.transpose(tf.tensor2d(values, shape, "int32")), 0);
    await expectAsOnCpu(
      () =>
        tf.transpose(
          tf.tensor2d(
            values.map((i) => i % 2),
            shape,
            "bool",
          ),
        ),
      0,
    );
  });

  it("of nothing is nothing", () => {
    expect(tf.transpose(tf.zeros([0, 3])).shape).toEqual([3, 0]);
    expect(tf.transpose(tf.zeros([2, 0, 3], "int32"), [2, 0, 1]).shape).toEqual([3, 2, 0]);
  });

  it("shares the buffer if nothing moves, and it outlives the first handle", () => {
    const x = filled([1, 3, 1, 4], 1);
    const before = Array.from(x.dataSync());
    const result = tf.transpose(x, [1, 0, 3, 2]);
    expect(result.dataId).toBe(x.dataId);
    x.dispose();
    expect(Array.from(result.dataSync())).toEqual(before);
  });
});
