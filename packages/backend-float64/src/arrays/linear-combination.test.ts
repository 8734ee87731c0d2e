import { InvalidArgumentError, type State } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linearCombination } from "./linear-combination.js";

const run = { seed: 42, numRuns: 300 };
const number = fc.double({ noNaN: true, min: -1e3, max: 1e3 });
const weight = fc.oneof(number, fc.constant(0), fc.constant(-0));

/** Lengths of the leaves, and states of that shape. Lengths of 1 to 4 and others take different paths. */
const problem = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 3 }).chain((lengths) => {
  const state = fc.tuple(
    ...lengths.map((n) =>
      fc.float64Array({ minLength: n, maxLength: n, noNaN: true, max: 1e3, min: -1e3 }),
    ),
  );
  return fc.record({
    base: fc.option(state, { nil: undefined }),
    scale: number,
    weights: fc.array(weight, { maxLength: 8 }),
    terms: fc.array(state, { minLength: 8, maxLength: 9 }),
  });
});

function naive(
  base: State<Float64Array> | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<Float64Array>>,
): State<Float64Array> {
  return (terms[0] as State<Float64Array>).map((like, leaf) =>
    like.map((_, i) => {
      const sum = weights.reduce((s, w, j) => (w === 0 ? s : s + w * at(terms[j], leaf, i)), 0);
      return base === undefined ? scale * sum : at(base, leaf, i) + scale * sum;
    }),
  );
}

function at(state: State<Float64Array> | undefined, leaf: number, i: number): number {
  return state?.[leaf]?.[i] as number;
}

describe("linearCombination", () => {
  test("is base + scale · Σ w_j · term_j, bitwise equal to the naive formula.", () => {
    fc.assert(
      fc.property(problem, ({ base, scale, weights, terms }) => {
        expect(linearCombination(base, scale, weights, terms)).toEqual(
          naive(base, scale, weights, terms),
        );
      }),
      run,
    );
  });

  test("returns new arrays and does not change its arguments.", () => {
    fc.assert(
      fc.property(problem, ({ base, scale, weights, terms }) => {
        const before = structuredClone({ base, terms });
        const result = linearCombination(base, scale, weights, terms);
        for (const values of result) values.fill(7);
        expect({ base, terms }).toEqual(before);
      }),
      run,
    );
  });

  test.each([2, 7])("does not read terms of weight zero (length %i).", (n) => {
    const ones = [new Float64Array(n).fill(1)];
    const nan = [new Float64Array(n).fill(Number.NaN)];
    const missing = undefined as unknown as State<Float64Array>;
    const terms = [missing, ones, nan, ones];
    const expected = [new Float64Array(n).fill(1 + 0.5 * (2 + 3))];
    expect(linearCombination(ones, 0.5, [0, 2, -0, 3], terms)).toEqual(expected);
    expect(linearCombination(undefined, 1, [0, 2, 0], terms)).toEqual([
      new Float64Array(n).fill(2),
    ]);
  });

  test.each([2, 7])("propagates NaN and infinity (length %i).", (n) => {
    const ones = [new Float64Array(n).fill(1)];
    const filled = (x: number) => [new Float64Array(n).fill(x)];
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    expect(linearCombination(ones, 1, [1], [filled(nan)])).toEqual(filled(nan));
    expect(linearCombination(ones, 1, [nan], [ones])).toEqual(filled(nan));
    expect(linearCombination(ones, 1, [0, 1], [ones, filled(infinity)])).toEqual(filled(infinity));
    expect(linearCombination(filled(nan), 1, [], [])).toEqual(filled(nan));
  });

  test("is a copy of the base if all weights vanish, and zeros in the shape of a term without a base.", () => {
    const state = [Float64Array.of(1, 2), Float64Array.of(3)];
    const copy = linearCombination(state, 1, [0, 0], [state, state]);
    expect(copy).toEqual(state);
    expect(copy[0]).not.toBe(state[0]);
    const zeros = [Float64Array.of(0, 0), Float64Array.of(0)];
    expect(linearCombination(undefined, 2, [0], [state])).toEqual(zeros);
    expect(linearCombination(undefined, 2, [], [state])).toEqual(zeros);
  });

  test("throws if the shape is undefined.", () => {
    expect(() => linearCombination(undefined, 1, [], [])).toThrow(InvalidArgumentError);
  });
});
