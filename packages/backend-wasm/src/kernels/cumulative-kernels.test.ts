import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { numbers, onWasm } from "../../test/on-wasm.js";

const SHAPES = [
  [5],
  [4, 3],
  [3, 3],
  [2, 3, 5],
  [2, 3, 2, 4],
  [2, 1, 3, 2, 2, 3],
  [0],
  [2, 0],
  [700],
];

/** The cumulative sum or product according to its definition, in double precision. */
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
  return Array.from(x, (_, i) => {
    const place = Math.floor(i / inner) % length;
    let total = nothing;
    for (let k = 0; k < length; k++) {
      const before = reverse ? k > place : k < place;
      if (before || (k === place && !exclusive)) {
        total = join(total, x[i + (k - place) * inner] as number);
      }
    }
    return total;
  });
}

onWasm("Along any axis, counted from either end, on wasm", () => {
  it.each([
    ["sum", tf.cumsum, (a: number, b: number) => a + b, 0],
    ["product", tf.cumprod, (a: number, b: number) => a * b, 1],
  ] as const)("a cumulative %s is what it is by definition", (_name, run, join, nothing) => {
    for (const shape of SHAPES) {
      const x = numbers(tf.util.sizeFromShape(shape), 1);
      for (let axis = -shape.length; axis < shape.length; axis++) {
        for (const exclusive of [false, true]) {
          for (const reverse of [false, true]) {
            const y = run(tf.tensor(x, shape), axis, exclusive, reverse);
            const from = (axis + shape.length) % shape.length;
            const expected = cumulated(x, shape, from, exclusive, reverse, join, nothing);
            const what = `[${shape}] along ${axis}, ${exclusive}, ${reverse}`;
            expect(y.shape, what).toEqual(shape);
            y.dataSync().forEach((value, i) => {
              expect(Math.abs(value - (expected[i] as number)), what).toBeLessThan(1e-4);
            });
          }
        }
      }
    }
  });
});
