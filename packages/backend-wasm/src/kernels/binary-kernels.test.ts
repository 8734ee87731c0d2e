import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it, test } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { AWKWARD_SIZES, numbers, onWasm } from "../../test/on-wasm.js";

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const OPERATIONS: Readonly<Record<string, Binary>> = {
  add: tf.add,
  subtract: tf.sub,
  multiply: tf.mul,
  divide: tf.div,
  maximum: tf.maximum,
  minimum: tf.minimum,
};

const filled = (shape: Array<number>, seed: number): tf.Tensor =>
  tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape);

/** Two shapes that broadcast: any axis may be 1, and one shape may have fewer axes. */
const shapes = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom("both", "a", "b")), {
    maxLength: 4,
  })
  .chain((axes) => {
    const a = axes.map(([size, owner]) => (owner === "b" ? 1 : size));
    const b = axes.map(([size, owner]) => (owner === "a" ? 1 : size));
    const cut = fc.integer({ min: 0, max: axes.length });
    return cut.map((from) => ({
      a,
      b: axes.every(([, owner], i) => i >= from || owner === "a") ? b.slice(from) : b,
    }));
  });

onWasm("Arithmetic on wasm", () => {
  test.each(Object.entries(OPERATIONS))(
    "to %s broadcasts as cpu does, bit for bit",
    async (_, run) => {
      const property = fc.asyncProperty(shapes, ({ a, b }) =>
        expectAsOnCpu(() => run(filled(a, 1), filled(b, 2)), 0),
      );
      await fc.assert(property, { seed: 11, numRuns: 60 });
    },
  );

  test.each(Object.entries(OPERATIONS))(
    "to %s accepts a number, a bias, or an array of the same shape, on either side",
    async (_, run) => {
      for (const size of AWKWARD_SIZES) {
        const [long, other, bias] = [[3, size], [3, size], [size]];
        await expectAsOnCpu(() => run(filled(long, 1), filled(other, 2)), 0);
        await expectAsOnCpu(() => run(filled(long, 1), filled(bias, 2)), 0);
        await expectAsOnCpu(() => run(filled(bias, 1), filled(long, 2)), 0);
        await expectAsOnCpu(() => run(filled(long, 1), tf.scalar(0.3)), 0);
        await expectAsOnCpu(() => run(tf.scalar(0.3), filled(long, 1)), 0);
      }
    },
  );

  it("lets NaN through maximum and minimum, on either side", () => {
    for (const run of [tf.maximum, tf.minimum]) {
      const [a, b] = [tf.tensor1d([1, Number.NaN, 2]), tf.tensor1d([Number.NaN, 1, 2])];
      expect(Array.from(run(a, b).dataSync())).toEqual([Number.NaN, Number.NaN, 2]);
    }
  });

  it("leaves integers to TensorFlow.js", async () => {
    const [a, b] = [
      [5, -7, 2 ** 24 + 1],
      [2, 2, 1],
    ];
    await expectAsOnCpu(() => tf.add(tf.tensor1d(a, "int32"), tf.tensor1d(b, "int32")), 0);
  });

  it("refuses shapes that do not fit", () => {
    expect(() => tf.add(tf.ones([2, 3]), tf.ones([2]))).toThrow(/broadcast/);
  });
});
