import { runSync } from "@symplectic-adjoint/solver";
import { accountingBackend } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { hasDiverged } from "./has-diverged.js";

/** Whether y, integrated from `from` back to where `stored` is known, misses it; two leaves of one number each. */
function misses(
  y: ReadonlyArray<number>,
  stored: ReadonlyArray<number>,
  from: ReadonlyArray<number>,
  atol: ReadonlyArray<number> = [1e-6, 1e-6],
): boolean {
  const backend = accountingBackend();
  const state = (values: ReadonlyArray<number>) => values.map((value) => backend.array([value]));
  // The augmented state starts with y; what comes after it does not count, however large.
  const y0 = [...state(from), ...state([1e9, 1e9, 1e9])];
  const tolerances = { rtol: [1, 1, 1, 1, 1], atol: [...atol, 1e9, 1e9, 1e9] };
  const parts = { backend, y0, tolerances };
  const [actual, expected] = [state(y), state(stored)];
  const before = backend.live();
  const answer = runSync(hasDiverged(parts, actual, expected), backend);
  expect(backend.live()).toBe(before);
  return answer;
}

test("A gap of a tenth of the state is the limit, in the leaf where it is largest.", () => {
  expect(misses([1, 2.19], [1, 2], [1, 1])).toBe(false);
  expect(misses([1, 2.21], [1, 2], [1, 1])).toBe(true);
  expect(misses([0.79, 2], [1, 2], [1, 1])).toBe(true);
});

test("The state at the other end of the interval is a measure too: that at this one may be zero.", () => {
  expect(misses([1e-3, 0], [0, 0], [1, 0])).toBe(false);
  expect(misses([0.2, 0], [0, 0], [1, 0])).toBe(true);
});

test("A gap of ten absolute tolerances is none, even where all is zero.", () => {
  expect(misses([0, 9e-6], [0, 0], [0, 0])).toBe(false);
  expect(misses([0, 11e-6], [0, 0], [0, 0])).toBe(true);
  expect(misses([0, 0], [0, 0], [0, 0])).toBe(false);
});

test("An infinite absolute tolerance does not excuse anything.", () => {
  const infinite = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  expect(misses([1, 3], [1, 2], [1, 1], infinite)).toBe(true);
});

test("A state that is not finite misses any other.", () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
    expect(misses([bad, 1], [1, 1], [1, 1])).toBe(true);
});
