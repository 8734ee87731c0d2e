import { describe, expect, test } from "vitest";
import { type BackendFixture, download, keep, survive, upload } from "./backend-fixture.js";
import { hostState } from "./host-state.js";

const host = hostState([[3], [2, 2]], 1);
const other = hostState([[3], [2, 2]], 2);

/** Registers the tests that count the arrays of the backend. */
export function leaksSuite<A>(get: () => BackendFixture<A>, countArrays: () => number): void {
  describe("A backend that counts its arrays", () => {
    const counted = async (
      body: (fixture: BackendFixture<A>) => void | Promise<void>,
    ): Promise<void> => {
      const fixture = get();
      const before = countArrays();
      await body(fixture);
      expect(countArrays()).toBe(before);
    };

    test("has no arrays left of a scope without survivors.", () =>
      counted((fixture) => {
        const { backend } = fixture;
        survive(fixture, () => {
          const [a, b] = [upload(fixture, host), upload(fixture, other)];
          const tolerances = { rtol: [1e-3, 1e-3], atol: [1e-6, 1e-6] };
          backend.linearCombination(a, 0.5, [1, 0, 2], [a, b, b]);
          backend.linearCombination(undefined, 0.5, [0], [a]);
          backend.errorNorm(a, b, b, tolerances);
          backend.scaledError(a, b, b, tolerances);
          backend.dot(a, b);
          backend.unstack(backend.stack([a, b]), 2);
          const rows = backend.combineRows(
            a,
            0.5,
            [
              [1, 0],
              [0, 2],
            ],
            [a, b],
          );
          backend.combineRows(undefined, 0.5, [[0, 1]], [undefined, b]);
          backend.combineRows(a, 1, [[0]], [undefined]);
          backend.sumRows(rows, [
            [1, 2],
            [0, 0],
          ]);
          backend.concatenate([rows, rows]);
          backend.sliceRows(rows, 2, 1, 2);
          backend.accumulate(backend.zerosLike(a), b);
          return [];
        });
      }));

    test("has no survivors of an inner scope left after the outer scope closes without them.", () =>
      counted((fixture) => {
        survive(fixture, () => {
          survive(fixture, () => upload(fixture, host));
          return [];
        });
      }));

    test("counts a survivor's arrays until it is released.", () =>
      counted((fixture) => {
        const before = countArrays();
        const state = survive(fixture, () => {
          const a = upload(fixture, host);
          return fixture.backend.linearCombination(a, 1, [2], [a]);
        });
        expect(countArrays()).toBe(before + 2);
        fixture.backend.release(state);
      }));

    test("has only the results of operations on rows left, without a scope.", () =>
      counted((fixture) => {
        const { backend } = fixture;
        const kept = keep(fixture, host);
        const before = countArrays();
        const rows = backend.combineRows(kept, 0.5, [[1], [2]], [kept]);
        const results = [rows, backend.sliceRows(rows, 2, 0, 1), backend.concatenate([rows, rows])];
        results.push(
          ...backend.sumRows(rows, [
            [1, 2],
            [3, 0],
          ]),
        );
        expect(countArrays()).toBe(before + 2 * results.length);
        for (const state of results) backend.release(state);
        backend.release(kept);
      }));

    test("has the same count after reading, and after releasing twice.", () =>
      counted(async (fixture) => {
        const { backend } = fixture;
        const kept = keep(fixture, host);
        await download(fixture, kept);
        if (backend.readsSynchronously) for (const array of kept) backend.toHostSync(array);
        backend.release(kept);
        backend.release(kept);
      }));

    test("has the same count after accumulating many terms into one total.", () =>
      counted((fixture) => {
        const { backend } = fixture;
        const term = keep(fixture, host);
        let total = survive(fixture, () => backend.zerosLike(term));
        const before = countArrays();
        for (let i = 0; i < 5; i++) {
          total = survive(fixture, () => backend.accumulate(total, term));
          expect(countArrays()).toBe(before);
        }
        backend.release(total);
        backend.release(term);
      }));
  });
}
