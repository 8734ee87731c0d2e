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
  type Shapes,
} from "./host-state.js";

const runs = { seed: 42, numRuns: 40 };
const weight = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -32, max: 32 }).map((k) => (k === 0 ? 0 : k / 16)),
);
const weightRows = (rows: fc.Arbitrary<number>, columns: fc.Arbitrary<number>) =>
  fc.tuple(rows, columns).chain(([r, c]) => {
    const row = fc.array(weight, { minLength: c, maxLength: c });
    return fc.array(row, { minLength: r, maxLength: r });
  });
const from1to = (max: number) => fc.integer({ min: 1, max });

/** Rows along a new first axis, on the host. */
function stacked(rows: ReadonlyArray<HostState>): HostState {
  return (rows[0] ?? []).map(({ shape }, leaf) => ({
    shape: [rows.length, ...shape],
    values: Float64Array.from(rows.flatMap((row) => [...(row[leaf]?.values ?? [])])),
  }));
}

const rowsOf = (shapes: Shapes, count: number, seed = 0) =>
  Array.from({ length: count }, (_, row) => hostState(shapes, seed + row));

/** Registers the tests of `combineRows`, `sumRows`, `concatenate` and `sliceRows`. */
export function rowsSuite<A>(get: () => BackendFixture<A>): void {
  describe("combineRows", () => {
    const check = async (
      base: HostState | undefined,
      scale: number,
      weights: ReadonlyArray<ReadonlyArray<number>>,
      terms: ReadonlyArray<HostState>,
      given: ReadonlyArray<HostState | undefined> = terms,
    ): Promise<void> => {
      const fixture = get();
      const { backend, keepsShape } = fixture;
      const rows = weights.map((row) => combination(base, scale, row, terms));
      const expected = stacked(rows.map((row) => row.expected));
      const magnitude = stacked(rows.map((row) => row.magnitude));
      const actual = await computed(fixture, () => {
        const result = backend.combineRows(
          base && upload(fixture, base),
          scale,
          weights,
          given.map((term) => term && upload(fixture, term)),
        );
        if (keepsShape)
          expect(result.map((array) => backend.shape(array))).toEqual(
            expected.map(({ shape }) => shape),
          );
        return result;
      });
      expectClose(actual, expected, magnitude, fixture.tolerance);
    };

    test("is a linear combination for each row of the weights, with a base or without.", async () => {
      await fc.assert(
        fc.asyncProperty(
          arbitraryShapes,
          fc.boolean(),
          weight,
          weightRows(from1to(5), from1to(8)),
          async (shapes, hasBase, scale, weights) => {
            const terms = rowsOf(shapes, weights[0]?.length ?? 0);
            await check(hasBase ? hostState(shapes, 99) : undefined, scale, weights, terms);
          },
        ),
        runs,
      );
    });

    test("makes many rows, and rows of scalars and of empty leaves.", async () => {
      const weights = Array.from({ length: 300 }, (_, r) => [r / 64, 0, (r - 150) / 32]);
      for (const shapes of [[[3]], [[]], [[0], [2, 2]], [[2, 0]]]) {
        const terms = rowsOf(shapes, 3);
        await check(hostState(shapes, 99), 0.125, weights, terms);
        await check(undefined, 0.125, weights, terms);
      }
    });

    test.each(awkwardSizes)("is right in every component of %i.", async (size) => {
      const weights = [
        [0.5, 0, 2, 1.25],
        [-1, 0, 0.25, 0],
        [0, 0, 0, 3],
      ];
      const terms = rowsOf([[size]], 4);
      await check(hostState([[size]], 99), 0.125, weights, terms);
      await check(undefined, 0.125, weights, terms);
    });

    test("does not read terms whose weights are all zero, which may be holes.", async () => {
      const shapes = [[3], [2, 2]];
      const terms = rowsOf(shapes, 4);
      const nothing = mapStates([hostState(shapes, 9)], () => Number.NaN);
      const weights = [
        [0, 1, 0, 0.5],
        [0, -2, 0, 0],
      ];
      const [, second, , fourth] = terms;
      for (const base of [hostState(shapes, 99), undefined]) {
        await check(base, 0.5, weights, terms, [undefined, second, nothing, fourth]);
        await check(base, 0.5, weights, terms, [nothing, second, undefined, fourth]);
        await check(base, 0, weights, terms, [nothing, second, undefined, fourth]);
      }
    });

    test("is the base in every row, or zero, if no weight is different from zero.", async () => {
      const shapes = [[3], [2, 2], []];
      const zeros = [
        [0, 0],
        [0, 0],
      ];
      const terms = rowsOf(shapes, 2);
      await check(hostState(shapes, 99), 1, zeros, terms);
      await check(hostState(shapes, 99), 1, zeros, terms, [undefined, undefined]);
      await check(undefined, 1, zeros, terms, [undefined, terms[1]]);
      await check(undefined, 1, zeros, terms);
    });

    test("propagates NaN and infinity to the rows in which their weight is not zero.", async () => {
      const fixture = get();
      const term = [{ shape: [3], values: Float64Array.of(Number.NaN, Infinity, 1) }];
      const good = hostState([[3]], 1);
      const [actual = []] = await computed(fixture, () =>
        fixture.backend.combineRows(
          undefined,
          1,
          [
            [-2, 0],
            [-2, 1],
          ],
          [term, good].map((state) => upload(fixture, state)),
        ),
      );
      expect(Array.from(actual).slice(0, 3)).toEqual([Number.NaN, -Infinity, -2]);
      expect(Array.from(actual).slice(3, 5)).toEqual([Number.NaN, -Infinity]);
    });

    test("creates new arrays: one row of a base can be freed without it.", async () => {
      const fixture = get();
      const host = hostState([[4]], 0);
      const base = keep(fixture, host);
      expectSame(
        await computed(fixture, () => fixture.backend.combineRows(base, 1, [[0]], [undefined])),
        stacked([host]),
      );
      expectSame(await download(fixture, base), host);
      fixture.backend.release(base);
    });
  });

  describe("sumRows", () => {
    const check = async (
      rows: ReadonlyArray<HostState>,
      weights: ReadonlyArray<ReadonlyArray<number>>,
    ): Promise<void> => {
      const fixture = get();
      const { backend, keepsShape } = fixture;
      const sums = weights.map((row) => combination(undefined, 1, row, rows));
      const shapes = rows[0]?.map(({ shape }) => shape) ?? [];
      const actual = await computed(fixture, () => {
        const input = backend.stack(rows.map((row) => upload(fixture, row)));
        const result = backend.sumRows(input, weights);
        expect(result).toHaveLength(weights.length);
        if (keepsShape)
          for (const state of result)
            expect(state.map((array) => backend.shape(array))).toEqual(shapes);
        return result.flat();
      });
      expectClose(
        actual,
        sums.flatMap(({ expected }) => expected),
        sums.flatMap(({ magnitude }) => magnitude),
        fixture.tolerance,
      );
    };

    test("is the weighted sum of the rows, for each row of the weights.", async () => {
      await fc.assert(
        fc.asyncProperty(
          arbitraryShapes,
          weightRows(from1to(8), from1to(5)),
          async (shapes, weights) => {
            await check(rowsOf(shapes, weights[0]?.length ?? 0), weights);
          },
        ),
        runs,
      );
    });

    test("takes many rows, and rows of scalars and of empty leaves.", async () => {
      const weights = [1, 2, 3].map((j) =>
        Array.from({ length: 300 }, (_, r) => (r % 7 === j ? 0 : (j * r) / 256)),
      );
      for (const shapes of [[[3]], [[]], [[0], [2, 2]], [[2, 0]]])
        await check(rowsOf(shapes, 300), weights);
    });

    test.each(awkwardSizes)("is right in every component of %i.", async (size) => {
      await check(rowsOf([[size]], 3), [
        [0.5, 0, -2],
        [0, 0, 0],
        [1, 1, 1],
        [0, 4, 0],
      ]);
    });

    test("propagates NaN and infinity of rows.", async () => {
      const fixture = get();
      const rows = [[{ shape: [3], values: Float64Array.of(Number.NaN, Infinity, 1) }]];
      const [actual = []] = await computed(fixture, () => {
        const input = fixture.backend.stack(rows.map((row) => upload(fixture, row)));
        return fixture.backend.sumRows(input, [[-2]]).flat();
      });
      expect(Array.from(actual)).toEqual([Number.NaN, -Infinity, -2]);
    });

    test("does not change the rows, nor depend on them afterwards.", async () => {
      const fixture = get();
      const host = hostState([[4]], 0);
      const kept = keep(fixture, stacked([host]));
      const sum = await computed(fixture, () => fixture.backend.sumRows(kept, [[1]]).flat());
      expectSame(sum, host);
      expectSame(await download(fixture, kept), host);
      fixture.backend.release(kept);
    });
  });

  describe("concatenate and sliceRows", () => {
    const shapesWithEmpty = fc.oneof(arbitraryShapes, fc.constant<Shapes>([[0], [2]]));
    const blockSizes = fc.array(from1to(4), { minLength: 1, maxLength: 5 });

    test("concatenate puts blocks of rows one after another.", async () => {
      await fc.assert(
        fc.asyncProperty(shapesWithEmpty, blockSizes, async (shapes, sizes) => {
          const fixture = get();
          const { backend, keepsShape } = fixture;
          const blocks = sizes.map((size, block) => rowsOf(shapes, size, 10 * block));
          const expected = stacked(blocks.flat());
          const actual = await computed(fixture, () => {
            const result = backend.concatenate(
              blocks.map((rows) => upload(fixture, stacked(rows))),
            );
            if (keepsShape)
              expect(result.map((array) => backend.shape(array))).toEqual(
                expected.map(({ shape }) => shape),
              );
            return result;
          });
          expectSame(actual, expected);
        }),
        runs,
      );
    });

    test("concatenate takes a hundred blocks.", async () => {
      const fixture = get();
      const rows = rowsOf([[3], []], 100);
      const actual = await computed(fixture, () =>
        fixture.backend.concatenate(rows.map((row) => upload(fixture, stacked([row])))),
      );
      expectSame(actual, stacked(rows));
    });

    test("sliceRows takes some of the rows.", async () => {
      await fc.assert(
        fc.asyncProperty(
          shapesWithEmpty,
          from1to(5),
          fc.nat(4),
          from1to(5),
          async (shapes, count, first, length) => {
            const fixture = get();
            const { backend, keepsShape } = fixture;
            const from = Math.min(first, count - 1);
            const to = Math.min(from + length, count);
            const rows = rowsOf(shapes, count);
            const expected = stacked(rows.slice(from, to));
            const actual = await computed(fixture, () => {
              const input = backend.stack(rows.map((row) => upload(fixture, row)));
              const result = backend.sliceRows(input, count, from, to);
              if (keepsShape)
                expect(result.map((array) => backend.shape(array))).toEqual(
                  expected.map(({ shape }) => shape),
                );
              return result;
            });
            expectSame(actual, expected);
          },
        ),
        runs,
      );
    });

    test("Both create new arrays, also of a single block and of all rows.", async () => {
      const fixture = get();
      const { backend } = fixture;
      const host = stacked(rowsOf([[2], [2, 2]], 3));
      const kept = keep(fixture, host);
      expectSame(await computed(fixture, () => backend.concatenate([kept])), host);
      expectSame(await computed(fixture, () => backend.sliceRows(kept, 3, 0, 3)), host);
      expectSame(await download(fixture, kept), host);
      backend.release(kept);
    });
  });
}
