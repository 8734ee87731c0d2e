import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BackendFixture,
  computed,
  download,
  expectSame,
  keep,
  survive,
  upload,
} from "./backend-fixture.js";
import { arbitraryShapes, type HostState, hostState, sizeOf } from "./host-state.js";

const runs = { seed: 42, numRuns: 40 };

/** Registers the tests of `isArray`, `fromHost`, `toHost`, `stack` and `unstack`. */
export function arraysSuite<A>(get: () => BackendFixture<A>): void {
  describe("fromHost and toHost", () => {
    test("transfer values in both directions, exactly.", async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryShapes, async (shapes) => {
          const fixture = get();
          const host = hostState(shapes, 1);
          expectSame(await computed(fixture, () => upload(fixture, host)), host);
        }),
        runs,
      );
    });

    test("transfer NaN, infinities and empty arrays.", async () => {
      const fixture = get();
      const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
      const host: HostState = [
        { shape: [4], values: Float64Array.from(values) },
        { shape: [0], values: new Float64Array(0) },
      ];
      expectSame(await computed(fixture, () => upload(fixture, host)), host);
    });

    test("take lists and typed arrays, and return one of the backend's precision.", async () => {
      const fixture = get();
      const { backend } = fixture;
      const sources = [[1, 2.5, -3], Float32Array.of(1, 2.5, -3), Float64Array.of(1, 2.5, -3)];
      const arrays = survive(fixture, () => sources.map((values) => backend.fromHost(values, [3])));
      for (const array of arrays) {
        const values = await backend.toHost(array);
        expect(Array.from(values)).toEqual([1, 2.5, -3]);
        expect(values.constructor).toBe(
          backend.precision === "float64" ? Float64Array : Float32Array,
        );
      }
      backend.release(arrays);
    });

    test("copy: changing the source or the result does not affect the array.", async () => {
      const fixture = get();
      const source = Float64Array.of(1, 2, 3);
      const array = survive(fixture, () => [fixture.backend.fromHost(source, [3])]);
      source.fill(0);
      const [read] = await download(fixture, array);
      (read as Float64Array).fill(9);
      const [again = []] = await download(fixture, array);
      expect(Array.from(again)).toEqual([1, 2, 3]);
      fixture.backend.release(array);
    });
  });

  test("Shape, bytes and isArray describe an array.", () => {
    fc.assert(
      fc.property(arbitraryShapes, (shapes) => {
        const fixture = get();
        const { backend, keepsShape } = fixture;
        const width = backend.precision === "float64" ? 8 : 4;
        survive(fixture, () => {
          upload(fixture, hostState(shapes, 1)).forEach((array, leaf) => {
            const shape = shapes[leaf] ?? [];
            expect(backend.isArray(array)).toBe(true);
            expect(backend.shape(array)).toEqual(keepsShape ? shape : [sizeOf(shape)]);
            expect(backend.bytes(array)).toBe(width * sizeOf(shape));
          });
          return [];
        });
      }),
      runs,
    );
  });

  test("Nothing else is an array: no number, list, record, string, function, null or undefined.", () => {
    const others = [
      0,
      Number.NaN,
      [],
      [1, 2],
      {},
      { shape: [1] },
      "array",
      () => 0,
      null,
      undefined,
    ];
    for (const other of others) expect(get().backend.isArray(other)).toBe(false);
  });

  describe("stack and unstack", () => {
    const rowsOf = (shapes: ReadonlyArray<ReadonlyArray<number>>, count: number) =>
      Array.from({ length: count }, (_, row) => hostState(shapes, row));

    /** The expected contents of a stack of these rows. */
    const stackedOnHost = (rows: ReadonlyArray<HostState>): HostState =>
      (rows[0] ?? []).map(({ shape }, leaf) => ({
        shape: [rows.length, ...shape],
        values: Float64Array.from(rows.flatMap((row) => [...(row[leaf]?.values ?? [])])),
      }));

    test("stack puts rows along a new first axis, leaf by leaf.", async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryShapes, fc.integer({ min: 1, max: 4 }), async (shapes, count) => {
          const fixture = get();
          const { backend, keepsShape } = fixture;
          const rows = rowsOf(shapes, count);
          const expected = stackedOnHost(rows);
          const stacked = await computed(fixture, () => {
            const result = backend.stack(rows.map((row) => upload(fixture, row)));
            if (keepsShape)
              expect(result.map((array) => backend.shape(array))).toEqual(
                expected.map(({ shape }) => shape),
              );
            return result;
          });
          expectSame(stacked, expected);
        }),
        runs,
      );
    });

    test("unstack returns the rows with their shapes.", async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryShapes, fc.integer({ min: 1, max: 4 }), async (shapes, count) => {
          const fixture = get();
          const { backend, keepsShape } = fixture;
          const rows = rowsOf(shapes, count);
          const leaves = await computed(fixture, () => {
            const apart = backend.unstack(upload(fixture, stackedOnHost(rows)), count);
            expect(apart).toHaveLength(count);
            for (const row of apart)
              if (keepsShape) expect(row.map((array) => backend.shape(array))).toEqual(shapes);
            return apart.flat();
          });
          expectSame(leaves, rows.flat());
        }),
        runs,
      );
    });

    test("Rows without elements are stacked and taken apart.", async () => {
      const fixture = get();
      const { backend, keepsShape } = fixture;
      const rows = rowsOf([[0, 2], [3], [0]], 2);
      const leaves = await computed(fixture, () => {
        const apart = backend.unstack(backend.stack(rows.map((row) => upload(fixture, row))), 2);
        for (const row of apart)
          if (keepsShape)
            expect(row.map((array) => backend.shape(array))).toEqual([[0, 2], [3], [0]]);
        return apart.flat();
      });
      expectSame(leaves, rows.flat());
    });

    test("stack and unstack copy: freeing their input does not affect their result.", async () => {
      const fixture = get();
      const { backend } = fixture;
      const rows = rowsOf([[2, 2]], 2);
      const kept = rows.map((row) => keep(fixture, row));
      const stacked = survive(fixture, () => backend.stack(kept));
      for (const row of kept) backend.release(row);
      expectSame(await download(fixture, stacked), stackedOnHost(rows));
      const first = survive(fixture, () => backend.unstack(stacked, 2)[0] ?? []);
      backend.release(stacked);
      expectSame(await download(fixture, first), rows[0] ?? []);
      backend.release(first);
    });
  });
}
