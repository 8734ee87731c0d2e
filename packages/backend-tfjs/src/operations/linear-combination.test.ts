import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { expectValues } from "../../test/expect-values.js";
import { onEachEngine, tensorsLeft } from "../../test/on-each-engine.js";
import { linearCombination } from "./linear-combination.js";

const random = (shape: Array<number>, seed: number): tf.Tensor =>
  tf.randomNormal(shape, 0, 1, "float32", seed);

function expected(
  base: tf.Tensor | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<tf.Tensor>,
): Array<number> {
  const { size } = terms[0] as tf.Tensor;
  const sum = base === undefined ? new Array<number>(size).fill(0) : Array.from(base.dataSync());
  weights.forEach((weight, j) => {
    const values = terms[j]?.dataSync() as Float32Array;
    for (let i = 0; i < size; i++) sum[i] = (sum[i] as number) + scale * weight * Number(values[i]);
  });
  return sum;
}

onEachEngine("A linear combination", () => {
  it("agrees with double precision for any shape, number of terms and weights", () => {
    const shapes = fc.constantFrom<Array<Array<number>>>(
      [],
      [1],
      [5],
      [3, 2],
      [2, 1, 3],
      [1500],
      [0, 2],
    );
    const numbers = fc.double({ min: -2, max: 2, noNaN: true });
    const weights = fc.array(fc.oneof(numbers, fc.constant(0)), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(shapes, weights, numbers, fc.boolean(), (shape, w, scale, based) => {
        tf.tidy(() => {
          const terms = w.map((_, j) => random(shape, j + 1));
          const base = based ? random(shape, 99) : undefined;
          const [sum] = linearCombination(
            base && [base],
            scale,
            w,
            terms.map((term) => [term]),
          );
          expect(sum?.shape).toEqual(shape);
          const magnitude = 1 + w.reduce((all, weight) => all + Math.abs(scale * weight), 0);
          const wanted = expected(base, scale, w, terms);
          Array.from(sum?.dataSync() ?? []).forEach((value, i) => {
            expect(Math.abs(value - (wanted[i] as number))).toBeLessThan(3e-6 * magnitude);
          });
        });
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("handles each leaf separately, large and small ones together", () => {
    const base = [random([2], 1), random([3000], 2)];
    const terms = [3, 5, 7].map((seed) => [random([2], seed), random([3000], seed + 1)]);
    const sum = linearCombination(base, 0.5, [1, -2, 3], terms);
    for (const i of [0, 1]) {
      const column = terms.map((term) => term[i] as tf.Tensor);
      expectValues(sum[i] as tf.Tensor, expected(base[i], 0.5, [1, -2, 3], column));
    }
  });

  it("does not read terms of weight zero, nor those beyond the weights", () => {
    const bad = [tf.tensor1d([Number.NaN, Number.POSITIVE_INFINITY])];
    const good = [tf.tensor1d([1, 2])];
    const [sum] = linearCombination(good, 1, [0, 2, 0], [bad, good, bad, bad]);
    expectValues(sum as tf.Tensor, [3, 6]);
  });

  it("is zero in the terms' shape when there is no base and all weights vanish", () => {
    const [sum] = linearCombination(undefined, 1, [0, 0], [[tf.ones([2, 3])], [tf.ones([2, 3])]]);
    expect(sum?.shape).toEqual([2, 3]);
    expectValues(sum as tf.Tensor, [0, 0, 0, 0, 0, 0]);
  });

  it.each([
    ["a base alone", [0]],
    ["one term", [1]],
    ["many terms", [1, 2, 3]],
  ])("makes new tensors, and no others, from %s", (_, weights) => {
    const base = [tf.tensor1d([1, 2]), tf.ones([1100])];
    const terms = weights.map(() => [tf.tensor1d([3, 4]), tf.ones([1100])]);
    const inputs = [base, ...terms].flat();
    let sums: ReadonlyArray<tf.Tensor> = [];
    expect(tensorsLeft(() => (sums = linearCombination(base, 1, weights, terms)))).toBe(2);
    for (const sum of sums) expect(inputs.map((x) => x.dataId)).not.toContain(sum.dataId);
    for (const sum of sums) sum.dispose();
    expect(inputs.every((input) => !input.isDisposed)).toBe(true);
  });

  it("confines NaN and infinity to their elements", () => {
    const base = [tf.tensor1d([1, 1, 1])];
    const strange = [tf.tensor1d([Number.NaN, Number.POSITIVE_INFINITY, 1])];
    const [sum] = linearCombination(base, 1, [1, 1, 1], [strange, base, base]);
    expect(Array.from(sum?.dataSync() ?? [])).toEqual([Number.NaN, Number.POSITIVE_INFINITY, 4]);
  });

  it("rounds each coefficient once, after multiplying in double precision", () => {
    const third = 1 / 3;
    const [sum] = linearCombination(undefined, 3, [third], [[tf.tensor1d([1])]]);
    expect(sum?.dataSync()[0]).toBe(1);
  });
});
