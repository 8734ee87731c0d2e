import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { numbers, onWasm } from "../../test/on-wasm.js";

const filled = (shape: Array<number>, seed: number): tf.Tensor =>
  tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape);

const cuts = fc.array(
  fc.integer({ min: 0, max: 6 }).chain((length) =>
    fc.integer({ min: 0, max: length }).chain((begin) =>
      fc.record({
        length: fc.constant(length),
        begin: fc.constant(begin),
        size: fc.constantFrom(length - begin, Math.min(1, length - begin), 0, -1),
      }),
    ),
  ),
  { minLength: 1, maxLength: 5 },
);

onWasm("A part of an array on wasm", () => {
  it("is that of cpu", async () => {
    const property = fc.asyncProperty(cuts, (axes) => {
      const shape = axes.map(({ length }) => length);
      const [begin, size] = [axes.map((axis) => axis.begin), axes.map((axis) => axis.size)];
      return expectAsOnCpu(() => tf.slice(filled(shape, 1), begin, size), 0);
    });
    await fc.assert(property, { seed: 31, numRuns: 150 });
  });

  it("is one of several when it is split, or unstacked", async () => {
    const shape = [4, 6, 5];
    for (const axis of [0, 1, 2, -1]) {
      const sizes = axis === 1 ? [1, 3, 2] : axis === 0 ? [1, -1] : [2, 3];
      for (let i = 0; i < sizes.length; i++) {
        await expectAsOnCpu(() => tf.split(filled(shape, 2), sizes, axis)[i] as tf.Tensor, 0);
      }
      await expectAsOnCpu(() => tf.unstack(filled(shape, 3), axis)[1] as tf.Tensor, 0);
    }
  });

  it("keeps integers, and leaves truth values and strings to TensorFlow.js", async () => {
    await expectAsOnCpu(() => tf.slice(tf.tensor1d([1, 2 ** 24 + 1, 3], "int32"), 1, 1), 0);
    await expectAsOnCpu(() => tf.slice(tf.tensor1d([true, false, true]), 1, 2), 0);
    await expectAsOnCpu(() => tf.slice(tf.tensor1d(["a", "b", "c"]), 1, 2), 0);
  });

  it("must lie within", () => {
    expect(() => tf.slice(tf.ones([2, 3]), [0, 1], [2, 3])).toThrow(/begin/);
  });

  it("gives concat its gradient", async () => {
    const run = () => {
      const [a, b] = [filled([7, 3], 1), filled([7, 2], 2)];
      const gradient = tf.grads((x, y) => tf.sum(tf.square(tf.concat([x, y], 1))));
      return gradient([a, b])[1] as tf.Tensor;
    };
    await expectAsOnCpu(run, 0);
  });
});
