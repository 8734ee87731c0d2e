import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it, test } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { numbers, onWasm } from "../../test/on-wasm.js";

const filled = (shape: Array<number>, seed: number, dtype: "float32" | "int32"): tf.Tensor => {
  const values = numbers(tf.util.sizeFromShape(shape), seed).map((x) => 1000 * x);
  return tf.tensor(dtype === "int32" ? values.map(Math.trunc) : values, shape, dtype);
};

const dtype = fc.constantFrom("float32" as const, "int32" as const);
const shapeAndAxis = fc
  .array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 })
  .chain((shape) =>
    fc.record({ shape: fc.constant(shape), axis: fc.integer({ min: 0, max: shape.length - 1 }) }),
  );

onWasm("Arrays put together on wasm", () => {
  it("are concatenated as on cpu, along any axis", async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 });
    const property = fc.asyncProperty(
      shapeAndAxis,
      sizes,
      dtype,
      ({ shape, axis }, lengths, type) => {
        const shapes = lengths.map((size) => shape.map((other, i) => (i === axis ? size : other)));
        return expectAsOnCpu(
          () =>
            tf.concat(
              shapes.map((s, i) => filled(s, i, type)),
              axis,
            ),
          0,
        );
      },
    );
    await fc.assert(property, { seed: 21, numRuns: 100 });
  });

  it("are stacked as on cpu, along any axis", async () => {
    const property = fc.asyncProperty(
      shapeAndAxis,
      fc.integer({ min: 1, max: 4 }),
      dtype,
      ({ shape, axis }, count, type) =>
        expectAsOnCpu(() => {
          const parts = Array.from({ length: count }, (_, i) => filled(shape, i, type));
          return tf.stack(parts, axis);
        }, 0),
    );
    await fc.assert(property, { seed: 22, numRuns: 60 });
  });

  it("are repeated as on cpu, along any axes", async () => {
    const repeats = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 3 })),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const property = fc.asyncProperty(repeats, dtype, (axes, type) => {
      const shape = axes.map(([size]) => size);
      return expectAsOnCpu(
        () =>
          tf.tile(
            filled(shape, 1, type),
            axes.map(([, times]) => times),
          ),
        0,
      );
    });
    await fc.assert(property, { seed: 23, numRuns: 60 });
  });

  it("are copies, also of a single part", () => {
    const x = tf.tensor1d([1, 2]);
    for (const copy of [tf.concat([x, tf.zeros([0])]), tf.tile(x, [1])]) {
      expect(copy.dataId).not.toBe(x.dataId);
      expect(Array.from(copy.dataSync())).toEqual([1, 2]);
    }
  });

  test.each(["bool", "string"] as const)("of type %s are left to TensorFlow.js", async (type) => {
    const values = type === "bool" ? [true, false] : ["a", "b"];
    await expectAsOnCpu(
      () => tf.concat([tf.tensor(values, [2], type), tf.tensor(values, [2], type)]),
      0,
    );
  });

  it("must have shapes that fit", () => {
    expect(() => tf.concat([tf.ones([2, 3]), tf.ones([3, 4])], 1)).toThrow(/shape/);
    expect(() => tf.stack([tf.ones([2]), tf.ones([3])])).toThrow(/[Ss]hape/);
  });
});
