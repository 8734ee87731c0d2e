import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it, test } from "vitest";
import { AWKWARD_SIZES, madeOnCpu, numbers, onWasm, values } from "../../test/on-wasm.js";
import { linearCombination } from "./linear-combination.js";

/** Half a unit in the last place of 1. */
const ROUNDING = 2 ** -24;

onWasm("A linear combination on wasm", (get) => {
  test.each(AWKWARD_SIZES)(
    "agrees with double precision for %i numbers and 1 to 20 terms",
    (size) => {
      const scale = 1 / 3;
      for (let count = 1; count <= 20; count++) {
        const weights = numbers(count, 7);
        const terms = Array.from({ length: count }, (_, j) => numbers(size, j + 1));
        for (const base of [undefined, numbers(size, 99)]) {
          const [sum] = values(
            linearCombination(get())(
              base && [tf.tensor1d(base)],
              scale,
              Array.from(weights),
              terms.map((term) => [tf.tensor1d(term)]),
            ),
          );
          expect(sum).toHaveLength(size);
          sum?.forEach((value, i) => {
            let [expected, magnitude] = [base?.[i] ?? 0, Math.abs(base?.[i] ?? 0)];
            terms.forEach((term, j) => {
              const product = scale * Number(weights[j]) * Number(term[i]);
              expected += product;
              magnitude += Math.abs(product);
            });
            // The coefficient, the product, and each addition round once.
            expect(Math.abs(value - expected)).toBeLessThanOrEqual(
              (count + 2) * ROUNDING * magnitude,
            );
          });
        }
      }
    },
  );

  it("keeps the shapes of leaves, and treats each alone", () => {
    const shapes = fc.array(
      fc.constantFrom<Array<Array<number>>>([], [0, 3], [1], [2, 3], [3, 1, 7], [700]),
      {
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 9 }), (leaves, count) => {
        tf.tidy(() => {
          const state = (seed: number) =>
            leaves.map((shape, l) => {
              return tf.reshape(numbers(tf.util.sizeFromShape(shape), seed + l), shape);
            });
          const terms = Array.from({ length: count }, (_, j) => state(10 * j));
          const weights = terms.map((_, j) => j - 2.5);
          const all = linearCombination(get())(state(5), 0.1, weights, terms);
          expect(all.map(({ shape }) => shape)).toEqual(leaves);
          leaves.forEach((_, l) => {
            const column = terms.map((term) => [term[l] as tf.Tensor]);
            const alone = linearCombination(get())(
              [state(5)[l] as tf.Tensor],
              0.1,
              weights,
              column,
            );
            expect(values([all[l] as tf.Tensor])).toEqual(values(alone));
          });
        });
      }),
      { seed: 42, numRuns: 50 },
    );
  });

  it("reads no term of weight zero, none beyond the weights, and needs no terms", () => {
    const bad = [tf.tensor1d([Number.NaN, Number.POSITIVE_INFINITY])];
    const good = [tf.tensor1d([1, 2])];
    const combine = linearCombination(get());
    expect(values(combine(good, 1, [0, 2, 0], [bad, good, bad, bad]))).toEqual([[3, 6]]);
    expect(values(combine(undefined, 1, [0, 0], [bad, bad]))).toEqual([[0, 0]]);
    expect(combine(undefined, 1, [], [])).toEqual([]);
    expect(values(combine(good, 1, [], []))).toEqual([[1, 2]]);
  });

  it("creates new tensors, even if it only copies", () => {
    const base = [tf.tensor1d([1, 2])];
    const [copy] = linearCombination(get())(base, 1, [0], [base]);
    expect(copy?.dataId).not.toBe(base[0]?.dataId);
    base[0]?.dispose();
    expect(values([copy as tf.Tensor])).toEqual([[1, 2]]);
  });

  it("keeps NaN and infinity to the elements they are in", () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    const strange = [tf.tensor1d([nan, infinity, 1, 1, 1, -infinity])];
    const ones = [tf.ones([6])];
    expect(values(linearCombination(get())(ones, 1, [1, 1], [strange, ones]))).toEqual([
      [nan, infinity, 3, 3, 3, -infinity],
    ]);
  });

  it("rounds each coefficient once, after multiplying in double precision", () => {
    const [sum] = values(linearCombination(get())(undefined, 3, [1 / 3], [[tf.scalar(1)]]));
    expect(sum).toEqual([1]);
  });

  it("is correct if the memory has to grow for its result", () => {
    const { memory } = get();
    const half = memory.buffer.byteLength / 2;
    const base = [tf.ones([half / 4]), tf.ones([5])];
    const before = memory.buffer;
    const sums = linearCombination(get())(base, 2, [1, 2], [base, base]);
    expect(memory.buffer).not.toBe(before);
    for (const sum of sums)
      expect([tf.min(sum), tf.max(sum)].flatMap((x) => Array.from(x.dataSync()))).toEqual([7, 7]);
  });

  it("moves values that are on another engine", async () => {
    const elsewhere = await madeOnCpu(() => tf.tensor1d([1, 2, 3]));
    expect(values(linearCombination(get())(undefined, 1, [2], [[elsewhere]]))).toEqual([[2, 4, 6]]);
  });

  it("refuses a tensor whose values another engine left integers, and loses nothing", async () => {
    const integers = await madeOnCpu(() => tf.cast(tf.tensor1d([1, 2, 3], "int32"), "float32"));
    const before = get().backend.numDataIds();
    const state = [tf.ones([3]), integers];
    expect(() => linearCombination(get())(state, 1, [1], [state])).toThrow(
      /A tensor is float32 but contains integers.*\(got "int32"\).*Recreate it/,
    );
    // The ones, and the integers, which were moved.
    expect(get().backend.numDataIds()).toBe(before + 2);
  });
});
