import fc from "fast-check";
import { expect, test } from "vitest";
import { toButcherTableau } from "../tableaux/to-butcher-tableau.js";
import { arbitraryTableau } from "./arbitrary-tableau.js";

const sum = (row: ReadonlyArray<number>) => row.reduce((total, value) => total + value, 0);

test("Every tableau is explicit and consistent, exactly.", () => {
  fc.assert(
    fc.property(arbitraryTableau({ minStages: 2, maxStages: 5 }), ({ a, b, c, bHat }) => {
      expect(b.length).toBeGreaterThanOrEqual(2);
      expect(b.length).toBeLessThanOrEqual(5);
      expect(a.map((row) => row.length)).toEqual(b.map((_, i) => i));
      expect(c).toEqual(a.map(sum));
      expect(sum(b)).toBe(1);
      if (bHat) expect([bHat.length, sum(bHat)]).toEqual([b.length, 1]);
    }),
    { seed: 42, numRuns: 200 },
  );
});

test("All kinds of tableaux occur that a method must handle.", () => {
  const tableaux = fc.sample(arbitraryTableau(), { seed: 42, numRuns: 200 });
  const derived = tableaux.map((plain) => toButcherTableau(plain));
  expect(derived.some(({ fsal }) => fsal)).toBe(true);
  expect(derived.some(({ fsal, b }) => !fsal && b.length > 1 && b.at(-1) === 0)).toBe(true);
  expect(derived.some(({ b, activeStages }) => activeStages.some((i) => b[i] === 0))).toBe(true);
  expect(derived.some(({ b }) => b.every((weight) => weight !== 0))).toBe(true);
  expect(derived.some(({ stages }) => stages === 1)).toBe(true);
  expect(derived.some(({ error }) => error)).toBe(true);
});
