import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absolute, type Fraction, fraction, fractionFromNumber, subtract } from "./fraction.js";
import { fractionToNumber } from "./fraction-to-number.js";

/** The doubles next to a normal one. */
function neighbours(x: number): ReadonlyArray<number> {
  const bits = new DataView(new ArrayBuffer(8));
  return [-1n, 1n].map((step) => {
    bits.setFloat64(0, x);
    bits.setBigInt64(0, bits.getBigInt64(0) + step);
    return bits.getFloat64(0);
  });
}

function isNearer(x: number, y: number, target: Fraction): boolean {
  const [dx, dy] = [x, y].map((z) => absolute(subtract(fractionFromNumber(z), target)));
  return (
    (dx as Fraction).numerator * (dy as Fraction).denominator <=
    (dy as Fraction).numerator * (dx as Fraction).denominator
  );
}

describe("fractionToNumber", () => {
  it("rounds to the nearest double, for numbers of any length.", () => {
    const positive = fc.bigInt({ min: 1n, max: 2n ** 300n });
    fc.assert(
      fc.property(positive, positive, fc.boolean(), (n, d, negative) => {
        const target = fraction(negative ? -n : n, d);
        const value = fractionToNumber(target);
        for (const other of neighbours(value)) expect(isNearer(value, other, target)).toBe(true);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it("breaks ties to even, and detects a single unit beyond the tie.", () => {
    const tie = 2n ** 53n + 1n;
    expect(fractionToNumber(fraction(tie))).toBe(2 ** 53);
    expect(fractionToNumber(fraction(tie * 10n ** 60n + 1n, 10n ** 60n))).toBe(2 ** 53 + 2);
    expect(fractionToNumber(fraction(-(2n ** 53n + 3n)))).toBe(-(2 ** 53 + 4));
  });

  it("reaches very small and very large values, and infinity beyond.", () => {
    expect(fractionToNumber(fraction(1n, 2n ** 1074n))).toBe(Number.MIN_VALUE);
    expect(fractionToNumber(fraction(10n ** 300n))).toBe(1e300);
    expect(fractionToNumber(fraction(10n ** 400n))).toBe(Number.POSITIVE_INFINITY);
    expect(fractionToNumber(fraction(1n, 10n ** 400n))).toBe(0);
  });
});
