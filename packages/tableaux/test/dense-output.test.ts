import { type ButcherTableau, interpolantOf } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import {
  exactCoefficients,
  interpolationOrderOf,
  type MethodName,
  orderConditions,
  tableaux,
} from "../src/index.js";

interface Facts {
  readonly order: number;
  readonly degree: number;
  /** Stages that only dense output needs. */
  readonly further: number;
}

const facts: Record<MethodName, Facts> = {
  euler: { order: 1, degree: 3, further: 1 },
  midpoint: { order: 2, degree: 3, further: 1 },
  rk4: { order: 3, degree: 3, further: 1 },
  rk38: { order: 3, degree: 3, further: 1 },
  adaptiveHeun: { order: 2, degree: 3, further: 1 },
  fehlberg2: { order: 2, degree: 3, further: 1 },
  bosh3: { order: 3, degree: 3, further: 0 },
  dopri5: { order: 4, degree: 4, further: 0 },
  dopri8: { order: 5, degree: 6, further: 0 },
};

const places = [0.0625, 0.15, 0.3, 0.5, 0.77, 0.95, 1];

const at = (theta: number, row: ReadonlyArray<number>) =>
  row.reduce((sum, x, p) => sum + x * theta ** p, 0);
const slopeAt = (theta: number, row: ReadonlyArray<number>) =>
  row.reduce((sum, x, p) => (p === 0 ? sum : sum + p * x * theta ** (p - 1)), 0);

/** The largest |Σ_i w_i(θ) Φ_i − θ^n/γ| over the trees with n = `order` vertices, from the doubles that solvers use. */
function residual(tableau: ButcherTableau, theta: number, order: number): number {
  const { weights, a } = interpolantOf(tableau);
  const method = { a: [...tableau.a, ...a], b: weights.map((row) => at(theta, row)) };
  const off = orderConditions(method, order)
    .filter(({ tree }) => tree.order === order)
    .map(({ tree, weight }) => Math.abs(weight - theta ** order / tree.density));
  return Math.max(...off);
}

describe.each(Object.entries(facts))("The dense output of %s", (name, fact) => {
  const tableau = tableaux[name as MethodName];
  const interpolant = interpolantOf(tableau);

  it("fulfils the conditions of all rooted trees up to its order, and not all of the next, for every θ.", () => {
    expect(interpolant.order).toBe(fact.order);
    expect(interpolationOrderOf(tableau)).toBe(fact.order);
    expect(interpolationOrderOf({ ...tableau })).toBe(fact.order);
  });

  it.each(places)("fulfils them at θ = %d with the doubles that solvers use.", (theta) => {
    for (let order = 1; order <= fact.order; order++)
      expect(residual(tableau, theta, order)).toBeLessThan(4e-14);
    // At the end it is the method itself.
    if (theta < 1) expect(residual(tableau, theta, fact.order + 1)).toBeGreaterThan(1e-7);
  });

  it("has the degree and the further stages of the literature.", () => {
    expect(interpolant.weights).toHaveLength(tableau.stages + fact.further);
    expect(interpolant.a).toHaveLength(fact.further);
    for (const row of interpolant.weights) expect(row).toHaveLength(fact.degree + 1);
  });

  it("joins the next step with its slope: w(0) = 0, w'(0) = e_1, w(1) = b, w'(1) = e_end.", () => {
    const end = tableau.stages - 1 + fact.further;
    // The published coefficients of dopri8, which are up to 120, are correct to 13 digits.
    const tolerance = name === "dopri8" ? 4e-11 : 5e-15;
    interpolant.weights.forEach((row, i) => {
      expect(at(0, row)).toBe(0);
      expect(slopeAt(0, row)).toBe(i === 0 ? 1 : 0);
      expect(Math.abs(at(1, row) - (tableau.b[i] ?? 0))).toBeLessThan(tolerance);
      expect(Math.abs(slopeAt(1, row) - (i === end ? 1 : 0))).toBeLessThan(tolerance);
    });
  });
});

describe("Declared interpolants", () => {
  it("are kept as fractions: that of dopri5 is exact.", () => {
    const { interpolant } = exactCoefficients(tableaux.dopri5);
    expect(interpolant?.weights[0]?.[2]).toEqual({
      numerator: -8048581381n,
      denominator: 2820520608n,
    });
    expect(interpolationOrderOf(tableaux.dopri5, { tolerance: 0 })).toBe(4);
  });

  it("of a copy are the doubles.", () => {
    const { interpolant } = exactCoefficients({ ...tableaux.dopri5 });
    expect(Number(interpolant?.weights[0]?.[2]?.denominator)).toBe(2 ** 51);
  });

  it("are missing where the Hermite polynomial is meant.", () => {
    expect(tableaux.rk4.interpolant).toBeUndefined();
    expect(exactCoefficients(tableaux.rk4).interpolant).toBeUndefined();
  });
});
