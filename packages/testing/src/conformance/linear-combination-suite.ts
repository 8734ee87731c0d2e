import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BackendFixture,
  computed,
  download,
  expectClose,
  expectSame,
  keep,
  upload,
} from "./backend-fixture.js";
import { combination } from "./combination.js";
import {
  arbitraryShapes,
  awkwardSizes,
  type HostState,
  hostState,
  mapStates,
} from "./host-state.js";

const runs = { seed: 42, numRuns: 40 };
const weight = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -32, max: 32 }).map((k) => (k === 0 ? 0 : k / 16)),
);

/** Registers the tests of `linearCombination`. */
export function linearCombinationSuite<A>(get: () => BackendFixture<A>): void {
  describe("linearCombination", () => {
    const check = async (
      base: HostState | undefined,
      scale: number,
      weights: ReadonlyArray<number>,
      terms: ReadonlyArray<HostState>,
    ): Promise<void> => {
      const fixture = get();
      const { expected, magnitude } = combination(base, scale, weights, terms);
      const actual = await computed(fixture, () =>
        fixture.backend.linearCombination(
          base && upload(fixture, base),
          scale,
          weights,
          terms.map((term) => upload(fixture, term)),
        ),
      );
      expectClose(actual, expected, magnitude, fixture.tolerance);
    };

    test("is base + scale · Σ weights · terms, with a base or without, with more terms than weights.", async () => {
      await fc.assert(
        fc.asyncProperty(
          arbitraryShapes,
          fc.boolean(),
          weight,
          fc.array(weight, { maxLength: 8 }),
          fc.integer({ min: 0, max: 2 }),
          async (shapes, hasBase, scale, weights, extra) => {
            const count = Math.max(1, weights.length + extra);
            const terms = Array.from({ length: count }, (_, j) => hostState(shapes, j));
            await check(hasBase ? hostState(shapes, 99) : undefined, scale, weights, terms);
          },
        ),
        runs,
      );
    });

    test("takes as many terms as the largest methods have stages.", async () => {
      const shapes = [[5], [2, 3]];
      const weights = Array.from({ length: 17 }, (_, j) => (j % 5 === 2 ? 0 : (j - 7.5) / 8));
      const terms = weights.map((_, j) => hostState(shapes, j));
      await check(hostState(shapes, 99), 0.25, weights, terms);
      await check(undefined, 0.25, weights, terms);
    });

    test.each(awkwardSizes)("is right in every component of %i.", async (size) => {
      for (const weights of [[0.5], [0.5, -1.5], [0.5, 0, 2, 1.25]]) {
        const terms = weights.map((_, j) => hostState([[size]], j));
        await check(hostState([[size]], 99), 0.125, weights, terms);
        await check(undefined, 0.125, weights, terms);
      }
    });

    test("does not read terms of weight zero, nor those beyond the weights.", async () => {
      const fixture = get();
      const shapes = [[3], [2, 2]];
      const poisoned = mapStates([hostState(shapes, 0)], () => Number.NaN);
      const infinite = mapStates([poisoned], () => Number.POSITIVE_INFINITY);
      const good = hostState(shapes, 1);
      const base = hostState(shapes, 2);
      const { expected, magnitude } = combination(base, 1, [0, 0.5, 0], [good, good, good]);
      const actual = await computed(fixture, () => {
        const terms = [poisoned, good, infinite, poisoned].map((term) => upload(fixture, term));
        return fixture.backend.linearCombination(upload(fixture, base), 1, [0, 0.5, 0], terms);
      });
      expectClose(actual, expected, magnitude, fixture.tolerance);
    });

    test("is zero in the shape of the first term without a base and without a weight.", async () => {
      const fixture = get();
      const shapes = [[3], [2, 2]];
      const terms = [mapStates([hostState(shapes, 0)], () => Number.NaN), hostState(shapes, 1)];
      for (const weights of [[], [0], [0, 0]]) {
        const actual = await computed(fixture, () => {
          const uploaded = terms.map((term) => upload(fixture, term));
          return fixture.backend.linearCombination(undefined, 1, weights, uploaded);
        });
        expectSame(
          actual,
          mapStates(terms, () => 0),
        );
      }
    });

    test("creates new arrays: freeing or overwriting the result does not affect the base.", async () => {
      const fixture = get();
      const { backend } = fixture;
      const host = hostState([[4]], 0);
      const base = keep(fixture, host);
      expectSame(await computed(fixture, () => backend.linearCombination(base, 1, [], [])), host);
      expectSame(await download(fixture, base), host);
      await computed(fixture, () =>
        backend.accumulate(backend.linearCombination(base, 1, [0], [base]), upload(fixture, host)),
      );
      expectSame(await download(fixture, base), host);
      backend.release(base);
    });

    test("propagates NaN and infinity of terms.", async () => {
      const fixture = get();
      const term = [{ shape: [3], values: Float64Array.of(Number.NaN, Infinity, 1) }];
      const [actual = []] = await computed(fixture, () =>
        fixture.backend.linearCombination(undefined, 1, [-2], [upload(fixture, term)]),
      );
      expect(Array.from(actual)).toEqual([Number.NaN, -Infinity, -2]);
    });
  });
}
