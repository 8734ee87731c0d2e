import { InvalidArgumentError } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adaptiveHeun,
  bosh3,
  dopri5,
  euler,
  midpoint,
  orderOf,
  rk4,
  rk38,
  symplecticPartner,
  symplecticResidual,
  tableaux,
} from "../src/index.js";
import { explicitTableaux } from "./explicit-tableaux.js";
import { directGradient, type Gradient, partnerGradient, tangentGradient } from "./scalar-step.js";

const step = { t: 0.3, h: 0.4, y: 0.8, p: 1.7 };
const lambda = 0.9;
const methods = Object.values(tableaux);

function expectEqual(actual: Gradient, expected: Gradient, tolerance: number): void {
  const size = Math.max(1, Math.abs(expected.y), Math.abs(expected.p));
  expect(Math.abs(actual.y - expected.y)).toBeLessThanOrEqual(tolerance * size);
  expect(Math.abs(actual.p - expected.p)).toBeLessThanOrEqual(tolerance * size);
}

describe("symplecticPartner", () => {
  it("is Â_ij = b_j (1 − a_ji / b_i) if no weight vanishes.", () => {
    const { a, b, c, modified } = symplecticPartner(rk4);
    expect(b).toEqual(rk4.b);
    expect(c).toEqual(rk4.c);
    expect(modified).toEqual([false, false, false, false]);
    for (const i of [0, 1, 2, 3]) {
      for (const j of [0, 1, 2, 3]) {
        const [bi, bj] = [rk4.b[i] as number, rk4.b[j] as number];
        expect(a[i]?.[j]).toBeCloseTo(bj * (1 - (rk4.a[j]?.[i] ?? 0) / bi), 15);
      }
    }
  });

  it("is the implicit Euler method for the explicit one.", () => {
    expect(symplecticPartner(euler)).toMatchObject({ a: [[1]], b: [1], c: [0], backward: [[0]] });
  });

  it("reproduces the example of its documentation.", () => {
    expect(symplecticPartner(adaptiveHeun).a).toEqual([
      [0.5, -0.5],
      [0.5, 0.5],
    ]);
    expect(symplecticPartner(midpoint).modified).toEqual([true, false]);
  });

  it("modifies the stages without weight, and excludes λ from them.", () => {
    const partner = symplecticPartner(midpoint);
    // Λ_1 = −h/2 · l_2 and Λ_2 = λ⁺: what remains of g_1 = h · h/2 · Jᵀ g_2 without any division.
    expect(partner.b).toEqual([1, 1]);
    expect(partner.a).toEqual([
      [0, -0.5],
      [1, 1],
    ]);
    expect(partner.backward).toEqual([
      [0, -0.5],
      [0, 0],
    ]);
  });

  it("is the modified scheme of the paper if the weight is the step.", () => {
    const h = 0.25;
    const { a, b } = symplecticPartner(midpoint, { zeroWeight: h });
    expect(b).toEqual([h, 1]);
    // The paper's Λ_i = −Σ_j b̃_j a_ji l_j, in which h · Â_ij = −b̃_j a_ji.
    expect(a[0]?.map((x) => x * h)).toEqual([0, -1 * 0.5]);
    expect(a[1]).toEqual([h, 1]);
  });

  it.each([0, Number.NaN, Number.POSITIVE_INFINITY])("rejects the weight %d.", (zeroWeight) => {
    expect(() => symplecticPartner(midpoint, { zeroWeight })).toThrow(InvalidArgumentError);
    expect(() => symplecticPartner(midpoint, { zeroWeight })).toThrow(/^zeroWeight must be finite/);
  });

  // Σ_ij b_i Â_ij = 1 − Σ_ij b_j a_ji = 1/2, whatever else the coefficients are.
  it.each([rk4, rk38, adaptiveHeun])("has order 2 or more by itself for $name.", (tableau) => {
    expect(orderOf(symplecticPartner(tableau), { tolerance: 1e-15 })).toBeGreaterThanOrEqual(2);
  });

  it.each(methods)("computes the exact gradient of a step of $name.", (tableau) => {
    const truth = tangentGradient(tableau, step, lambda);
    expectEqual(directGradient(tableau, step, lambda), truth, 1e-14);
    const partner = symplecticPartner(tableau);
    expectEqual(partnerGradient(tableau, partner, step, lambda), truth, 1e-14);
    expectEqual(
      partnerGradient(tableau, partner, step, lambda),
      directGradient(tableau, step, lambda),
      1e-14,
    );
  });

  it.each([midpoint, bosh3, dopri5, tableaux.dopri8])(
    "computes the same gradient for $name with any weight for zero, including the paper's h.",
    (tableau) => {
      const truth = tangentGradient(tableau, step, lambda);
      for (const zeroWeight of [step.h, -3, 1e-3]) {
        const partner = symplecticPartner(tableau, { zeroWeight });
        expectEqual(partnerGradient(tableau, partner, step, lambda), truth, 1e-14);
      }
    },
  );

  it.each(methods)("satisfies the forward equations with Â too, for $name.", (tableau) => {
    const partner = symplecticPartner(tableau);
    const { y, stages, slopes } = partnerGradient(tableau, partner, step, lambda);
    stages.forEach((stage, i) => {
      const row = partner.a[i] as ReadonlyArray<number>;
      const sum = row.reduce((total, x, j) => total + x * (slopes[j] as number), 0);
      const size = row.reduce((total, x, j) => total + Math.abs(x * (slopes[j] as number)), 1);
      const forward = (partner.modified[i] ? 0 : y) + step.h * sum;
      expect(Math.abs(forward - stage)).toBeLessThanOrEqual(1e-15 * size);
    });
  });

  it("computes the exact gradient for any explicit method, with any zeros in b.", () => {
    fc.assert(
      fc.property(explicitTableaux, (tableau) => {
        const truth = tangentGradient(tableau, step, lambda);
        expectEqual(directGradient(tableau, step, lambda), truth, 1e-13);
        const partner = symplecticPartner(tableau);
        expectEqual(partnerGradient(tableau, partner, step, lambda), truth, 1e-13);
      }),
      { seed: 42, numRuns: 500 },
    );
  });
});

describe("symplecticResidual", () => {
  it.each(methods)("vanishes for $name and its partner.", (tableau) => {
    expect(symplecticResidual(tableau, symplecticPartner(tableau))).toBeLessThanOrEqual(1e-15);
  });

  it("vanishes for any explicit method and its partner.", () => {
    fc.assert(
      fc.property(explicitTableaux, (tableau) => {
        expect(symplecticResidual(tableau, symplecticPartner(tableau))).toBeLessThanOrEqual(2e-15);
      }),
      { seed: 42, numRuns: 500 },
    );
  });

  it("is b_i Â_ij + B̂_j a_ji − b_i B̂_j if no stage is modified.", () => {
    // For Euler with itself: 1 · 0 + 1 · 0 − 1 · 1.
    expect(symplecticResidual(euler, { a: [[0]], b: [1] })).toBe(1);
    expect(symplecticResidual(euler, { a: [[1]], b: [1] })).toBe(0);
    expect(symplecticResidual(rk4, rk4)).toBeGreaterThan(0.02);
  });

  it("detects different weights and a wrong coefficient.", () => {
    const partner = symplecticPartner(rk4);
    const b = partner.b.map((x, i) => (i === 2 ? x + 1e-3 : x));
    expect(symplecticResidual(rk4, { ...partner, b })).toBeGreaterThan(9e-4);
    const a = partner.a.map((row, i) => row.map((x, j) => (i === 1 && j === 2 ? x + 1e-3 : x)));
    expect(symplecticResidual(rk4, { ...partner, a })).toBeCloseTo(1e-3 / 3, 12);
  });

  it("rejects a partner of another method.", () => {
    expect(() => symplecticResidual(rk4, symplecticPartner(euler))).toThrow(InvalidArgumentError);
    expect(() => symplecticResidual(rk4, symplecticPartner(euler))).toThrow(/must have 4 stages/);
  });
});
