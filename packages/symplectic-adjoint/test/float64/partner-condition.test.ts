import type { ButcherTableau } from "@symplectic-adjoint/core";
import { symplecticPartner } from "@symplectic-adjoint/tableaux";
import { arbitraryTableau, toButcherTableau } from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tableaux } from "../../src/index.js";
import { methodNames } from "../support/method-names.js";

/**
 * The largest |b_i Â_ij + B̂_j a_ji − b_i B̂_j| over the size of its terms. Where b_i = 0 the partner has a number B̂_i ≠ 0
 * in its place and leaves λ out of the stage, so the condition there is B̂_i Â_ij + B̂_j a_ji = 0.
 */
function residual(tableau: ButcherTableau, zeroWeight: number): number {
  const { a, b, stages } = tableau;
  const partner = symplecticPartner(tableau, { zeroWeight });
  let largest = 0;
  for (let i = 0; i < stages; i++) {
    const modified = b[i] === 0;
    const weight = modified ? zeroWeight : (b[i] as number);
    expect(partner.b[i]).toBe(weight);
    for (let j = 0; j < stages; j++) {
      const bHat = partner.b[j] as number;
      const own = weight * (partner.a[i]?.[j] as number);
      const other = bHat * (a[j]?.[i] ?? 0);
      const product = modified ? 0 : weight * bHat;
      const size = Math.abs(own) + Math.abs(other) + Math.abs(product);
      if (size > 0) largest = Math.max(largest, Math.abs(own + other - product) / size);
    }
  }
  return largest;
}

test.each(methodNames)("%s and its partner conserve λᵀδ: b Â + B̂ a = b B̂, to rounding.", (name) => {
  expect(residual(tableaux[name], 1)).toBeLessThan(1e-15);
  expect(residual(tableaux[name], 0.01)).toBeLessThan(1e-15);
});

test("So does every random tableau and its partner.", () => {
  fc.assert(
    fc.property(arbitraryTableau({ maxStages: 8 }), (plain) => {
      expect(residual(toButcherTableau(plain), 1)).toBeLessThan(1e-15);
    }),
    { seed: 42, numRuns: 300 },
  );
});
