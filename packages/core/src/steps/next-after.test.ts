import fc from "fast-check";
import { expect, test } from "vitest";
import { nextAfter } from "./stage-time.js";

/** Doubles in the order of their values are integers in this order: adjacent ones differ by 1. */
function rank(x: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const magnitude = bits.getBigUint64(0) & 0x7fff_ffff_ffff_ffffn;
  return x < 0 || Object.is(x, -0) ? -magnitude : magnitude;
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

test("The next double is the adjacent one, in either direction.", () => {
  fc.assert(
    fc.property(finite, (x) => {
      expect(rank(nextAfter(x, 1)) - rank(x)).toBe(1n);
      expect(rank(nextAfter(x, -1)) - rank(x)).toBe(-1n);
    }),
    { seed: 42, numRuns: 1000 },
  );
});

test("Moving up and down returns to the same double.", () => {
  fc.assert(
    fc.property(
      finite.filter((x) => Math.abs(x) < Number.MAX_VALUE),
      (x) => {
        expect(nextAfter(nextAfter(x, 1), -1)).toBe(x === 0 ? 0 : x);
      },
    ),
    { seed: 42 },
  );
});

// Carry out of the low word, and a change of the exponent.
const carries = [
  [1, 1 + 2 ** -52, 1 - 2 ** -53],
  [2 ** 32, 2 ** 32 + 2 ** -20, 2 ** 32 - 2 ** -21],
  [1 + 2 ** -20, 1 + 2 ** -20 + 2 ** -52, 1 + 2 ** -20 - 2 ** -52],
  [2 ** -1022, 2 ** -1022 + 2 ** -1074, 2 ** -1022 - 2 ** -1074],
  [2 ** -1074, 2 ** -1073, 0],
  [2 ** -1042, 2 ** -1042 + 2 ** -1074, 2 ** -1042 - 2 ** -1074],
] as const;

test.each(carries)("The neighbours of %d and of its negative are correct.", (x, up, down) => {
  expect(nextAfter(x, 1)).toBe(up);
  expect(nextAfter(x, -1)).toBe(down);
  expect(nextAfter(-x, -1)).toBe(-up);
  expect(nextAfter(-x, 1)).toBe(-down);
});

test("The neighbours of both zeros are the smallest doubles.", () => {
  for (const zero of [0, -0]) {
    expect(nextAfter(zero, 1)).toBe(Number.MIN_VALUE);
    expect(nextAfter(zero, -1)).toBe(-Number.MIN_VALUE);
  }
});

test("The successor of the largest double is infinity; non-finite values are unchanged.", () => {
  expect(nextAfter(Number.MAX_VALUE, 1)).toBe(Number.POSITIVE_INFINITY);
  expect(nextAfter(-Number.MAX_VALUE, -1)).toBe(Number.NEGATIVE_INFINITY);
  for (const x of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]) {
    expect(nextAfter(x, 1)).toBe(x);
    expect(nextAfter(x, -1)).toBe(x);
  }
});
