import { describe, expect, it } from "vitest";
import { butcherTableau } from "./butcher-tableau.js";
import { exactCoefficients } from "./exact-coefficients.js";
import { fraction } from "./fraction.js";
import { bosh3 } from "./methods/bosh3.js";

describe("exactCoefficients", () => {
  it("returns the fractions of the paper.", () => {
    const { a, b, bHat, c } = exactCoefficients(bosh3);
    expect(a[3]).toEqual([fraction(2n, 9n), fraction(1n, 3n), fraction(4n, 9n)]);
    expect(b[3]).toEqual(fraction(0n));
    expect(bHat?.[0]).toEqual(fraction(7n, 24n));
    expect(c[2]).toEqual(fraction(3n, 4n));
  });

  it("returns the doubles of a copy, exactly.", () => {
    const { b, bHat } = exactCoefficients({ ...bosh3 });
    expect(b[1]).toEqual(fraction(6004799503160661n, 2n ** 54n));
    expect(bHat?.[3]).toEqual(fraction(1n, 8n));
    expect(exactCoefficients({ ...bosh3, error: undefined }).bHat).toBeUndefined();
  });

  it("can be converted to the same tableau again.", () => {
    const { name, order } = bosh3;
    expect(butcherTableau({ name, order, ...exactCoefficients(bosh3) })).toEqual(bosh3);
  });
});
