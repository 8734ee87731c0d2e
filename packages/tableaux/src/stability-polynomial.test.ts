import { describe, expect, it } from "vitest";
import { dopri5 } from "./methods/dopri5.js";
import { euler } from "./methods/euler.js";
import { fehlberg2 } from "./methods/fehlberg2.js";
import { rk4 } from "./methods/rk4.js";
import { stabilityPolynomial } from "./stability-polynomial.js";
import { tableaux } from "./tableaux.js";

describe("stabilityPolynomial", () => {
  it("is known for small methods.", () => {
    expect(stabilityPolynomial(euler)).toEqual([1, 1]);
    expect(stabilityPolynomial(rk4)).toEqual([1, 1, 1 / 2, 1 / 6, 1 / 24]);
    // b_3 a_32 a_21 = 1/512 · 255/256 · 1/2
    expect(stabilityPolynomial(fehlberg2)).toEqual([1, 1, 1 / 2, 255 / 2 ** 18]);
  });

  it("is 1 + … + z⁵/120 + z⁶/600 for dopri5, whose last stage does not contribute.", () => {
    expect(stabilityPolynomial(dopri5)).toEqual([1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 600]);
  });

  it.each(Object.values(tableaux))(
    "is the growth factor of a step of $name for y' = λy.",
    (tableau) => {
      const z = -0.7;
      const k: Array<number> = [];
      const advance = (weights: ReadonlyArray<number>) =>
        weights.reduce((y, weight, j) => y + weight * (k[j] as number), 1);
      for (const row of tableau.a) k.push(z * advance(row));
      const value = stabilityPolynomial(tableau).reduceRight(
        (r, coefficient) => r * z + coefficient,
      );
      expect(value).toBeCloseTo(advance(tableau.b), 14);
    },
  );

  it.each(Object.values(tableaux))("agrees with exp up to the order of $name.", (tableau) => {
    let factorial = 1;
    for (let k = 1; k <= tableau.order; k++) {
      factorial *= k;
      expect(stabilityPolynomial(tableau)[k]).toBeCloseTo(1 / factorial, 16);
    }
  });
});
