import * as tf from "@tensorflow/tfjs";
import { expect, it, test } from "vitest";
import { AWKWARD_SIZES, numbers, onWasm, values } from "../../test/on-wasm.js";
import { errorNorm } from "./error-norm.js";
import { scaledError } from "./scaled-error.js";

type States = readonly [Array<tf.Tensor>, Array<tf.Tensor>, Array<tf.Tensor>];

/** The tolerances, the product, the sum, the quotient round, and the tolerances weigh at most once together. */
const BOUND = 5 * 2 ** -24;

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const one = { rtol: [1e-3], atol: [1e-6] };
const two = { rtol: [1e-3, 0], atol: [1e-6, 0.5] };

function scaledInDouble(rtol: number, atol: number, parts: ReadonlyArray<Float32Array>) {
  const [error = [], from = [], to = []] = parts;
  return Array.from(error, (e, i) => {
    return e / (atol + rtol * Math.max(Math.abs(Number(from[i])), Math.abs(Number(to[i]))));
  });
}

const leaf = (values: ArrayLike<number>): Array<tf.Tensor> => [tf.tensor1d(Array.from(values))];

onWasm("The error norm on wasm", (get) => {
  const norm = ([error, from, to]: States, tolerances: typeof one) =>
    errorNorm(get())(error, from, to, tolerances);

  test.each(AWKWARD_SIZES)(
    "agrees with double precision for %i numbers, and so do quotients",
    (size) => {
      for (let seed = 1; seed < 30; seed += 3) {
        const parts = [seed, seed + 1, seed + 2].map((s) => numbers(size, s));
        const [rtol, atol] = [10 ** -(seed % 6), 10 ** -(seed % 8)];
        const expected = scaledInDouble(rtol, atol, parts);
        const states = parts.map(leaf) as unknown as States;
        const tolerances = { rtol: [rtol], atol: [atol] };
        const [quotients] = values(scaledError(get())(...states, tolerances));
        expect(quotients).toHaveLength(size);
        quotients?.forEach((quotient, i) => {
          const exact = Number(expected[i]);
          expect(Math.abs(quotient - exact)).toBeLessThanOrEqual(BOUND * Math.abs(exact));
        });
        const exact = Math.sqrt(expected.reduce((sum, x) => sum + x * x, 0) / Math.max(1, size));
        expect(Math.abs(Number(norm(states, tolerances)) - exact)).toBeLessThanOrEqual(
          BOUND * exact,
        );
      }
    },
  );

  it("is exact for a million equal numbers: the sum is in double precision", () => {
    const [threes, zeros] = [[tf.fill([2 ** 20], 3)], [tf.zeros([2 ** 20])]];
    expect(norm([threes, zeros, zeros], { rtol: [0], atol: [0.5] })).toBe(6);
  });

  it("does not overflow before the quotient does", () => {
    const states: States = [leaf([1e30, 1e30]), leaf([3e38, 1]), leaf([-3e38, 1])];
    expect(Number(norm(states, { rtol: [0.5], atol: [1] }))).toBeCloseTo(
      1e30 / 1.5 / Math.SQRT2,
      -25,
    );
  });

  it("is the largest of the leaves' norms, each with its own tolerances, in any shape", () => {
    const error = [tf.tensor1d([1e-6, 1e-6]), tf.tensor2d([[1, 2]])];
    const state = [tf.tensor1d([0, 0]), tf.tensor2d([[1, 1]])];
    expect(norm([error, state, state], two)).toBeCloseTo(2 * Math.sqrt(2.5), 5);
    const larger = [tf.tensor1d([1e-4, 1e-4]), tf.tensor2d([[1, 2]])];
    expect(norm([larger, state, state], two)).toBeCloseTo(100, 3);
    expect(scaledError(get())(error, state, state, two).map(({ shape }) => shape)).toEqual([
      [2],
      [1, 2],
    ]);
  });

  it("skips empty leaves and leaves with an infinite tolerance", () => {
    const empty = tf.zeros([0, 3]);
    const states: States = [
      [empty, tf.scalar(2)],
      [empty, tf.scalar(0)],
      [empty, tf.scalar(nan)],
    ];
    expect(norm(states, { rtol: [1, 1], atol: [0, infinity] })).toBe(0);
    expect(norm([[empty], [empty], [empty]], one)).toBe(0);
    expect(norm([[], [], []], one)).toBe(0);
  });

  // In the SIMD loop, in the remainder, and in one of several leaves.
  const places = [0, 31, 34].flatMap((at) =>
    ["error", "from", "to"].map((part, p) => [part, at, p] as const),
  );
  it.each(places)("propagates NaN and infinity in %s, at %i", (_, at, part) => {
    for (const value of [nan, infinity, -infinity]) {
      const parts = [1, 2, 3].map((seed) => numbers(35, seed));
      (parts[part] as Float32Array)[at] = value;
      const states = parts.map(leaf) as unknown as States;
      const isInfiniteError = part === 0 && !Number.isNaN(value);
      expect(norm(states, one)).toBe(isInfiniteError ? infinity : nan);
      const beside = states.map((state, i) => [tf.scalar(i === 0 ? 1e9 : 0), ...state]);
      const both = { rtol: [1e-3, 1e-3], atol: [1e-6, 1e-6] };
      expect(norm(beside as unknown as States, both)).toBe(isInfiniteError ? infinity : nan);
      const [quotients = []] = values(scaledError(get())(...states, one));
      expect(quotients.flatMap((q, i) => (Number.isFinite(q) ? [] : [i]))).toEqual([at]);
    }
  });

  it("does not count a state that overflowed as good under an infinite error either", () => {
    expect(norm([leaf([infinity]), leaf([infinity]), leaf([1])], one)).toBeNaN();
    // 0 · ∞ is NaN with a sign that depends on the processor.
    expect(norm([leaf([1]), leaf([infinity]), leaf([1])], { rtol: [0], atol: [1] })).toBeNaN();
    expect(
      norm(
        [leaf(new Array(8).fill(1)), leaf(new Array(8).fill(infinity)), leaf(new Array(8).fill(1))],
        { rtol: [0], atol: [1] },
      ),
    ).toBeNaN();
  });
});
