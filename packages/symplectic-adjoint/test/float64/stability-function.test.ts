import { stabilityPolynomial } from "@symplectic-adjoint/tableaux";
import { decay, maxRelativeError } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { tableaux } from "../../src/index.js";
import { differentiate } from "../support/differentiate.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { methodNames } from "../support/method-names.js";

/** Σ_k c_k z^k. */
const value = (coefficients: ReadonlyArray<number>, z: number) =>
  coefficients.reduceRight((sum, c) => sum * z + c, 0);

describe.each(methodNames)("N steps of %s on y' = a y multiply y by R(h a)^N", (method) => {
  const r = stabilityPolynomial(tableaux[method]);
  const slope = r.slice(1).map((c, k) => (k + 1) * c);

  test("for R, the exponential series up to the order of the method.", () => {
    let factorial = 1;
    for (let k = 0; k <= tableaux[method].order; k++) {
      expect(r[k]).toBeCloseTo(1 / factorial, 15);
      factorial *= k + 1;
    }
  });

  test.each(exactAdjoints)("and %s differentiates that for y0 and a, to 1e-13.", (_, adjoint) => {
    for (const [a, t1, count] of [
      [-0.7, 1, 5],
      [1.3, 2, 7],
      [-2.5, -1, 4],
    ] as const) {
      const problem = decay({ t1, parameters: [a] });
      const h = t1 / count;
      const growth = value(r, h * a) ** count;
      const byA = count * value(r, h * a) ** (count - 1) * value(slope, h * a) * h;
      const weights = problem.y0.map((__, d) => d + 0.5);
      const cotangents = Float64Array.from([...problem.y0.map(() => 0), ...weights]);
      const options = { method, stepsPerInterval: count, adjoint };
      const got = differentiate(problem, [0, t1], cotangents, options);
      const along = weights.reduce((sum, w, d) => sum + w * (problem.y0[d] as number), 0);
      expect(
        maxRelativeError(
          got.solution.ys.slice(3),
          problem.y0.map((y) => growth * y),
        ),
      ).toBeLessThan(1e-13);
      expect(
        maxRelativeError(
          got.y0,
          weights.map((w) => growth * w),
        ),
      ).toBeLessThan(1e-13);
      expect(maxRelativeError(got.parameters, [byA * along])).toBeLessThan(1e-13);
    }
  });
});
