import { maxRelativeError } from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitrarySolve } from "../support/arbitrary-solve.js";
import { differentiate } from "../support/differentiate.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { joined } from "../support/joined.js";

test("For random networks and tableaux all exact adjoints have the same gradients to 1e-13.", () => {
  let adaptive = 0;
  let decreasing = 0;
  let steps = 0;
  fc.assert(
    fc.property(arbitrarySolve(), ({ problem, tableau, times, options, cotangents }) => {
      const [first, ...others] = exactAdjoints.map(([, adjoint]) =>
        differentiate(problem, times, joined(cotangents), { ...options, adjoint }),
      );
      if (first === undefined) return;
      expect(first.solution.outcome.kind).toBe("success");
      adaptive += tableau.error === undefined ? 0 : 1;
      decreasing += (times[1] as number) < (times[0] as number) ? 1 : 0;
      steps += first.steps.length;
      for (const other of others) {
        expect(other.solution.ys).toEqual(first.solution.ys);
        expect(maxRelativeError(other.y0, first.y0)).toBeLessThan(1e-13);
        expect(maxRelativeError(other.parameters, first.parameters)).toBeLessThan(1e-13);
      }
    }),
    { seed: 42, numRuns: 300 },
  );
  // The sample is a mixed one.
  expect(adaptive).toBeGreaterThan(50);
  expect(300 - adaptive).toBeGreaterThan(30);
  expect(decreasing).toBeGreaterThan(50);
  expect(steps).toBeGreaterThan(1500);
});
