import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { numbers, onWasm } from "../../test/on-wasm.js";

const cases = fc.record({
  ids: fc.array(fc.integer({ min: -1, max: 6 }), { minLength: 1, maxLength: 30 }),
  rest: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
  segments: fc.integer({ min: 1, max: 5 }),
});

onWasm("A sum of segments on wasm", () => {
  it("is that of cpu, with ids that repeat, are missing, or are none", async () => {
    const property = fc.asyncProperty(cases, ({ ids, rest, segments }) => {
      const shape = [ids.length, ...rest];
      const x = numbers(tf.util.sizeFromShape(shape), 1);
      const run = () =>
        tf.unsortedSegmentSum(tf.tensor(x, shape), tf.tensor1d(ids, "int32"), segments);
      return expectAsOnCpu(run, 1e-6);
    });
    await fc.assert(property, { seed: 8, numRuns: 60 });
  });

  it("provides the gradient of gather, along any axis", async () => {
    for (const axis of [0, 1, 2]) {
      const run = () => {
        const x = tf.tensor(numbers(60, 1), [3, 4, 5]);
        const indices = tf.tensor1d([2, 0, 2, 1], "int32");
        return tf.grad((y: tf.Tensor) => tf.sum(tf.square(tf.gather(y, indices, axis))))(x);
      };
      await expectAsOnCpu(run, 1e-6);
    }
  });

  it("of many equal terms is correct to one rounding", () => {
    const n = 2 ** 18;
    const sum = tf.unsortedSegmentSum(tf.fill([n], 0.1), tf.zeros([n], "int32") as tf.Tensor1D, 1);
    expect(sum.dataSync()[0]).toBe(Math.fround(n * Math.fround(0.1)));
  });
});
