import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  absolute,
  add,
  commonDenominator,
  fraction,
  fractionFromNumber,
  isZero,
  subtract,
  sum,
} from "./fraction.js";
import { fractionToNumber } from "./fraction-to-number.js";

const integers = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
const fractions = fc
  .tuple(
    integers,
    integers.filter((x) => x !== 0n),
  )
  .map(([n, d]) => fraction(n, d));

describe("fraction", () => {
  it("is in lowest terms with a positive denominator.", () => {
    expect(fraction(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n });
    expect(fraction(0n, -7n)).toEqual({ numerator: 0n, denominator: 1n });
    expect(fraction(5n)).toEqual({ numerator: 5n, denominator: 1n });
  });

  it("adds and subtracts exactly.", () => {
    expect(add(fraction(1n, 6n), fraction(1n, 3n))).toEqual(fraction(1n, 2n));
    expect(subtract(fraction(1n, 6n), fraction(1n, 3n))).toEqual(fraction(-1n, 6n));
    expect(sum([fraction(1n, 2n), fraction(1n, 3n), fraction(1n, 6n)])).toEqual(fraction(1n));
    fc.assert(
      fc.property(fractions, fractions, (x, y) => {
        expect(subtract(add(x, y), y)).toEqual(x);
      }),
      { seed: 1 },
    );
  });

  it("detects zero and computes the magnitude.", () => {
    expect(isZero(fraction(0n, 5n))).toBe(true);
    expect(isZero(fraction(1n, 5n))).toBe(false);
    expect(absolute(fraction(-1n, 5n))).toEqual(fraction(1n, 5n));
  });

  it("finds the least common denominator.", () => {
    expect(commonDenominator([fraction(1n, 6n), fraction(3n, 4n)])).toBe(12n);
    expect(commonDenominator([])).toBe(1n);
  });

  it("is the exact value of any finite double, including subnormal ones.", () => {
    expect(fractionFromNumber(0.1)).toEqual(fraction(3602879701896397n, 2n ** 55n));
    expect(fractionFromNumber(-3)).toEqual(fraction(-3n));
    expect(fractionFromNumber(Number.MIN_VALUE)).toEqual(fraction(1n, 2n ** 1074n));
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(fractionToNumber(fractionFromNumber(x))).toBe(x === 0 ? 0 : x);
      }),
      { seed: 2 },
    );
  });
});
