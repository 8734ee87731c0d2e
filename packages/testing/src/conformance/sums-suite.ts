import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BackendFixture,
  computed,
  computedScalar,
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

/** Registers the tests of `dot`, `zerosLike` and `accumulate`. */
export function sumsSuite<A>(get: () => BackendFixture<A>): void {
  describe("dot", () => {
    const check = async (a: HostState, b: HostState): Promise<void> => {
      const fixture = get();
      const actual = await computedScalar(fixture, () =>
        fixture.backend.dot(upload(fixture, a), upload(fixture, b)),
      );
      const products = mapStates([a, b], (x = 0, y = 0) => x * y).flatMap(({ values }) => [
        ...values,
      ]);
      const expected = products.reduce((sum, value) => sum + value, 0);
      const magnitude = products.reduce((sum, value) => sum + Math.abs(value), 0);
      expect(Math.abs(actual - expected)).toBeLessThanOrEqual(fixture.tolerance * magnitude);
    };

    test("is the sum of products over all leaves.", async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryShapes, (shapes) =>
          check(hostState(shapes, 1), hostState(shapes, 2)),
        ),
        runs,
      );
    });

    test.each(awkwardSizes)("counts every component of %i.", async (size) => {
      await check(hostState([[size]], 1), hostState([[size]], 2));
    });

    test("of empty states and leaves is 0.", async () => {
      await check([], []);
      await check(hostState([[0], [2]], 1), hostState([[0], [2]], 2));
    });

    test("is NaN if a product is.", async () => {
      const fixture = get();
      const a = [...hostState([[2]], 1), { shape: [1], values: Float64Array.of(Number.NaN) }];
      const b = hostState([[2], [1]], 2);
      const value = await computedScalar(fixture, () =>
        fixture.backend.dot(upload(fixture, a), upload(fixture, b)),
      );
      expect(value).toBeNaN();
    });
  });

  test("zerosLike returns zeros of the same shapes, whatever the values.", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryShapes, async (shapes) => {
        const fixture = get();
        const { backend, keepsShape } = fixture;
        const nothing = mapStates([hostState(shapes, 1)], () => Number.NaN);
        const zeros = await computed(fixture, () => {
          const result = backend.zerosLike(upload(fixture, nothing));
          if (keepsShape) expect(result.map((array) => backend.shape(array))).toEqual(shapes);
          return result;
        });
        expectSame(
          zeros,
          mapStates([nothing], () => 0),
        );
      }),
      runs,
    );
  });

  test("accumulate adds a term to a total that it takes ownership of, and does not change the term.", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryShapes, async (shapes) => {
        const fixture = get();
        const { backend } = fixture;
        const hosts = [1, 2, 3].map((seed) => hostState(shapes, seed));
        const [a = [], b = [], c = []] = hosts;
        const second = keep(fixture, b);
        const sum = await computed(fixture, () => {
          const total = backend.accumulate(upload(fixture, a), second);
          return backend.accumulate(total, upload(fixture, c));
        });
        const { expected, magnitude } = combination(undefined, 1, [1, 1, 1], hosts);
        expectClose(sum, expected, magnitude, fixture.tolerance);
        expectSame(await download(fixture, second), b);
        backend.release(second);
      }),
      runs,
    );
  });
}
