import type { ButcherTableau } from "@symplectic-adjoint/core";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  bosh3,
  butcherTableau,
  dopri5,
  embeddedOrderOf,
  exactCoefficients,
  fehlberg2,
  type MethodName,
  midpoint,
  orderConditions,
  orderOf,
  tableaux,
} from "../src/index.js";

interface Facts {
  readonly order: number;
  readonly embedded: number | undefined;
  readonly stages: number;
  readonly fsal: boolean;
  readonly activeStages: number;
}

const facts: Record<MethodName, Facts> = {
  euler: { order: 1, embedded: undefined, stages: 1, fsal: false, activeStages: 1 },
  midpoint: { order: 2, embedded: undefined, stages: 2, fsal: false, activeStages: 2 },
  rk4: { order: 4, embedded: undefined, stages: 4, fsal: false, activeStages: 4 },
  rk38: { order: 4, embedded: undefined, stages: 4, fsal: false, activeStages: 4 },
  adaptiveHeun: { order: 2, embedded: 1, stages: 2, fsal: false, activeStages: 2 },
  // Its last stage is evaluated at the embedded solution, not at the one that is continued from.
  fehlberg2: { order: 2, embedded: 1, stages: 3, fsal: false, activeStages: 3 },
  bosh3: { order: 3, embedded: 2, stages: 4, fsal: true, activeStages: 3 },
  dopri5: { order: 5, embedded: 4, stages: 7, fsal: true, activeStages: 6 },
  dopri8: { order: 8, embedded: 7, stages: 14, fsal: true, activeStages: 13 },
};

const largestResidual = (tableau: ButcherTableau, order: number) =>
  Math.max(...orderConditions(tableau, order).map(({ residual }) => Math.abs(residual)));

describe.each(Object.entries(facts))("The method %s", (name, fact) => {
  const tableau = tableaux[name as MethodName];

  it("has its public name, its declared order, and the shape in the literature.", () => {
    expect(tableau.name).toBe(name);
    expect(tableau.order).toBe(fact.order);
    expect(tableau.stages).toBe(fact.stages);
    expect(tableau.fsal).toBe(fact.fsal);
    expect(tableau.activeStages).toEqual(Array.from({ length: fact.activeStages }, (_, i) => i));
    expect(tableau.error === undefined).toBe(fact.embedded === undefined);
  });

  it("fulfils all conditions up to its order, and not all of the next.", () => {
    // The fractions of dopri8 approximate irrational numbers to this many digits; all others are exact.
    expect(largestResidual(tableau, fact.order)).toBeLessThanOrEqual(name === "dopri8" ? 1e-17 : 0);
    expect(largestResidual(tableau, fact.order + 1)).toBeGreaterThan(1e-6);
    expect(orderOf(tableau)).toBe(fact.order);
  });

  it("has an embedded solution of the expected order.", () => {
    expect(embeddedOrderOf(tableau)).toBe(fact.embedded);
  });

  it("keeps both orders when rounded to doubles.", () => {
    const copy = { ...tableau };
    expect(orderOf(copy)).toBe(fact.order);
    expect(embeddedOrderOf(copy)).toBe(fact.embedded);
    expect(largestResidual(copy, fact.order)).toBeLessThan(1e-15);
  });

  it("has nodes that are the row sums of a, in doubles too.", () => {
    tableau.a.forEach((row, i) => {
      const total = row.reduce((x, y) => x + y, 0);
      const size = row.reduce((x, y) => x + Math.abs(y), 0);
      expect(row).toHaveLength(i);
      expect(Math.abs(total - (tableau.c[i] as number))).toBeLessThanOrEqual(2e-16 * (1 + size));
    });
  });

  it("has error weights that sum to zero, in doubles too.", () => {
    const error = tableau.error ?? [];
    const size = error.reduce((x, y) => x + Math.abs(y), 0);
    expect(Math.abs(error.reduce((x, y) => x + y, 0))).toBeLessThanOrEqual(2e-16 * size);
  });
});

describe("The methods' coefficients", () => {
  it("vanish in b as in the literature.", () => {
    const zeros = ({ b }: ButcherTableau) =>
      b.flatMap((weight, i) => (weight === 0 ? [i + 1] : []));
    expect(zeros(midpoint)).toEqual([1]);
    expect(zeros(bosh3)).toEqual([4]);
    expect(zeros(dopri5)).toEqual([2, 7]);
    expect(zeros(tableaux.dopri8)).toEqual([2, 3, 4, 5, 14]);
  });

  it("estimate the error of fehlberg2 by b − b̂, which the PyTorch implementation of the paper does not.", () => {
    expect(fehlberg2.error).toEqual([-1 / 512, 0, 1 / 512]);
  });

  it("estimate the error of dopri8 with fourteen weights, the last of them zero.", () => {
    expect(tableaux.dopri8.error).toHaveLength(14);
    expect(tableaux.dopri8.error?.[13]).toBe(0);
  });

  it("have an embedded order of 4 in dopri5 with the weights of Shampine as with the original ones.", () => {
    const { a, b, c } = exactCoefficients(dopri5);
    const original = butcherTableau({
      name: "dopri5, original b̂",
      order: 5,
      c,
      a,
      b,
      bHat: "5179/57600 0 7571/16695 393/640 −92097/339200 187/2100 1/40",
    });
    expect(embeddedOrderOf(original)).toBe(4);
    expect(original.error).not.toEqual(dopri5.error);
    // The constants that programs after Hairer, Nørsett and Wanner carry.
    expect(original.error?.[0]).toBe(71 / 57600);
    expect(original.error?.[6]).toBe(-1 / 40);
  });

  it("are found by name in a frozen record.", () => {
    expect(Object.keys(tableaux)).toEqual(Object.keys(facts));
    expect(Object.isFrozen(tableaux)).toBe(true);
    expect(tableaux.dopri5).toBe(dopri5);
    expectTypeOf<MethodName>().toEqualTypeOf<keyof typeof facts>();
    expectTypeOf(tableaux.dopri5).toEqualTypeOf<ButcherTableau>();
  });
});
