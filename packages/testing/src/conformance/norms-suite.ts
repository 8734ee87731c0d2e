import type { Tolerances } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BackendFixture,
  computed,
  computedScalar,
  expectClose,
  upload,
} from "./backend-fixture.js";
import {
  arbitraryShapes,
  awkwardSizes,
  type HostState,
  hostState,
  mapStates,
} from "./host-state.js";

/** Arguments of the norms: the states on the host, one relative and one absolute tolerance per leaf. */
interface Case {
  readonly error: HostState;
  readonly from: HostState;
  readonly to: HostState;
  readonly tolerances: Tolerances;
}

function caseOf(shapes: ReadonlyArray<ReadonlyArray<number>>): Case {
  return {
    error: hostState(shapes, 1),
    from: hostState(shapes, 2),
    to: hostState(shapes, 3),
    // Exact in float32, and different from leaf to leaf.
    tolerances: {
      rtol: shapes.map((_, leaf) => 2 ** -(leaf + 4)),
      atol: shapes.map((_, leaf) => 2 ** -(3 * leaf + 6)),
    },
  };
}

/** error / (atol + rtol · max(|from|, |to|)). */
function scaled({ error, from, to, tolerances }: Case): HostState {
  return error.flatMap((leaf, l) => {
    const [rtol = 0, atol = 0] = [tolerances.rtol[l], tolerances.atol[l]];
    const states = [[leaf], from.slice(l, l + 1), to.slice(l, l + 1)];
    return mapStates(
      states,
      (e = 0, x = 0, y = 0) => e / (atol + rtol * Math.max(Math.abs(x), Math.abs(y))),
    );
  });
}

/** The largest RMS of a leaf. */
function norm(state: HostState): number {
  const rms = state.map(({ values }) =>
    values.length === 0 ? 0 : Math.sqrt(values.reduce((s, v) => s + v * v, 0) / values.length),
  );
  return Math.max(0, ...rms);
}

/** Replaces the first component of a leaf. */
function spoiled(state: HostState, leaf: number, value: number): HostState {
  return state.map(({ shape, values }, l) => ({
    shape,
    values: values.map((old, i) => (l === leaf && i === 0 ? value : old)),
  }));
}

const runs = { seed: 42, numRuns: 40 };

/** Registers the tests of `errorNorm` and `scaledError`. */
export function normsSuite<A>(get: () => BackendFixture<A>): void {
  const errorNorm = ({ error, from, to, tolerances }: Case): Promise<number> => {
    const fixture = get();
    const [e, x, y] = [error, from, to] as const;
    return computedScalar(fixture, () =>
      fixture.backend.errorNorm(
        upload(fixture, e),
        upload(fixture, x),
        upload(fixture, y),
        tolerances,
      ),
    );
  };

  describe("errorNorm", () => {
    const check = async (given: Case): Promise<void> => {
      const expected = norm(scaled(given));
      const size = Math.max(1, ...given.error.map(({ values }) => values.length));
      // The error of a sum of n positive numbers may be √n roundings.
      const bound = get().tolerance * Math.sqrt(size) * expected;
      expect(Math.abs((await errorNorm(given)) - expected)).toBeLessThanOrEqual(bound);
    };

    test("is the largest over the leaves of the RMS of the scaled error.", async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryShapes, (shapes) => check(caseOf(shapes))),
        runs,
      );
    });

    test.each(awkwardSizes)("counts every component of %i.", async (size) => {
      await check(caseOf([[size]]));
    });

    test.each([1, 3, 20_000])(
      "of %i components is right where their squares overflow, and where they vanish.",
      async (size) => {
        const given = caseOf([[size], [2]]);
        const expected = norm(scaled(given));
        const bound = get().tolerance * Math.sqrt(size) * expected;
        // A double squared overflows beyond 2^512, a float32 beyond 2^64.
        const far = get().backend.precision === "float64" ? 600 : 90;
        for (const factor of [2 ** far, 2 ** -far]) {
          const error = mapStates([given.error], (value = 0) => value * factor);
          const found = (await errorNorm({ ...given, error })) / factor;
          expect(Math.abs(found - expected), `× ${factor}`).toBeLessThanOrEqual(bound);
        }
      },
    );

    test("counts an empty leaf as 0.", async () => {
      await check(caseOf([[0], [3]]));
      await check(caseOf([[3], [0]]));
      expect(await errorNorm(caseOf([[0]]))).toBe(0);
    });

    test("is 0 for a zero error.", async () => {
      const given = caseOf([[3], [2]]);
      expect(await errorNorm({ ...given, error: mapStates([given.error], () => 0) })).toBe(0);
    });

    test("propagates NaN of the error, in any leaf.", async () => {
      const given = caseOf([[3], [2, 2], [1]]);
      for (const leaf of [0, 1, 2]) {
        const error = spoiled(given.error, leaf, Number.NaN);
        expect(await errorNorm({ ...given, error }), `leaf ${leaf}`).toBeNaN();
      }
    });

    test("is not finite if NaN is in one of the states.", async () => {
      const given = caseOf([[3], [2, 2], [1]]);
      for (const leaf of [0, 1, 2])
        for (const part of ["from", "to"] as const) {
          const nan = { ...given, [part]: spoiled(given[part], leaf, Number.NaN) };
          expect(Number.isFinite(await errorNorm(nan)), `${part}, leaf ${leaf}`).toBe(false);
        }
    });

    test("propagates infinity: a step that overflowed is never accepted.", async () => {
      const given = caseOf([[3], [2, 2]]);
      for (const leaf of [0, 1])
        for (const value of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          const error = spoiled(given.error, leaf, value);
          expect(await errorNorm({ ...given, error })).toBe(Number.POSITIVE_INFINITY);
          // An infinite state makes the scale infinite, and must not hide the error.
          const both = { ...given, error, to: spoiled(given.to, leaf, value) };
          const state = { ...given, to: spoiled(given.to, leaf, value) };
          for (const overflowed of [both, state])
            expect(Number.isFinite(await errorNorm(overflowed)), `leaf ${leaf}`).toBe(false);
        }
    });
  });

  test("scaledError is error / (atol + rtol · max(|from|, |to|)), leaf by leaf.", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryShapes, async (shapes) => {
        const fixture = get();
        const { backend, keepsShape } = fixture;
        const given = caseOf(shapes);
        const actual = await computed(fixture, () => {
          const [e = [], x = [], y = []] = [given.error, given.from, given.to].map((state) =>
            upload(fixture, state),
          );
          const result = backend.scaledError(e, x, y, given.tolerances);
          if (keepsShape) expect(result.map((array) => backend.shape(array))).toEqual(shapes);
          return result;
        });
        const expected = scaled(given);
        const magnitude = mapStates([expected], Math.abs);
        expectClose(actual, expected, magnitude, fixture.tolerance);
      }),
      runs,
    );
  });
}
