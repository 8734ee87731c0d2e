import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { onWebgpu } from "./on-webgpu.js";
import { randomValues } from "./random-values.js";

// Lengths along the axis that differ, on shapes of the same rank: a program that is right for one alone is found out. The
// last ones are longer than a workgroup.
const SHAPES = [
  [5],
  [7],
  [1],
  [3, 4],
  [4, 3],
  [5, 5],
  [2, 3, 5],
  [3, 5, 2],
  [2, 3, 2, 4],
  [2, 3, 1, 2, 3],
  [2, 1, 3, 2, 2, 3],
  [0],
  [2, 0],
  [129],
  [3, 257],
  [257, 3],
  [5000],
];

/** The cumulative sum or product by its definition, in double precision. */
function cumulated(
  x: ArrayLike<number>,
  shape: ReadonlyArray<number>,
  axis: number,
  exclusive: boolean,
  reverse: boolean,
  join: (a: number, b: number) => number,
  nothing: number,
): Array<number> {
  const length = shape[axis] as number;
  const inner = tf.util.sizeFromShape(shape.slice(axis + 1));
  const out = Array.from(x, () => nothing);
  for (let start = 0; start < out.length; start++) {
    if (Math.floor(start / inner) % length !== 0) continue;
    let total = nothing;
    for (let k = 0; k < length; k++) {
      const i = start + (reverse ? length - 1 - k : k) * inner;
      if (exclusive) out[i] = total;
      total = join(total, x[i] as number);
      if (!exclusive) out[i] = total;
    }
  }
  return out;
}

const KINDS = [
  ["sum", tf.cumsum, (a: number, b: number) => a + b, 0],
  ["product", tf.cumprod, (a: number, b: number) => a * b, 1],
] as const;
const WAYS = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

onWebgpu("On webgpu, along any axis, counted from either end,", () => {
  test.each(KINDS)(
    "a cumulative %s is what it is by definition.",
    async (name, run, join, nothing) => {
      for (const shape of SHAPES) {
        // Products stay near 1.
        const values = randomValues(tf.util.sizeFromShape(shape), 1);
        const x = name === "sum" ? values : values.map((value) => 1 + value / 100);
        const held = tf.tensor(x, shape);
        for (let axis = -shape.length; axis < shape.length; axis++) {
          for (const [exclusive, reverse] of WAYS) {
            const y = run(held, axis, exclusive, reverse);
            const from = (axis + shape.length) % shape.length;
            const expected = cumulated(x, shape, from, exclusive, reverse, join, nothing);
            const what = `[${shape}] along ${axis}, exclusive ${exclusive}, reverse ${reverse}`;
            expect(y.shape, what).toEqual(shape);
            const scale = Math.max(1, ...expected.map(Math.abs));
            for (const [i, value] of (await y.data()).entries()) {
              expect(Math.abs(value - (expected[i] as number)), what).toBeLessThan(1e-5 * scale);
            }
            y.dispose();
          }
        }
      }
    },
  );

  test("a cumulative sum of integers is exact.", async () => {
    const x = tf.tensor2d([3, -1, 4, 1, -5, 9], [2, 3], "int32");
    const y = tf.cumsum(x, 1, false, true);
    expect(y.dtype).toBe("int32");
    expect(Array.from(await y.data())).toEqual([6, 3, 4, 5, 4, 9]);
  });

  test("the gradient of a cumulative sum is the cumulative sum of the cotangent, the other way.", async () => {
    for (const shape of [[5], [7], [3, 4], [2, 5], [2, 3, 5], [130]]) {
      const size = tf.util.sizeFromShape(shape);
      const dy = randomValues(size, 2);
      for (const [exclusive, reverse] of WAYS) {
        const axis = shape.length - 1;
        const f = (x: tf.Tensor) =>
          tf.sum(tf.mul(tf.cumsum(x, axis, exclusive, reverse), tf.tensor(dy, shape)));
        const dx = tf.grad(f)(tf.tensor(randomValues(size, 1), shape));
        const expected = cumulated(dy, shape, axis, exclusive, !reverse, (a, b) => a + b, 0);
        for (const [i, value] of (await dx.data()).entries()) {
          expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-4);
        }
      }
    }
  });
});
