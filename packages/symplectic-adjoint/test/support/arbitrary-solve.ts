import type { ButcherTableau } from "@symplectic-adjoint/core";
import {
  arbitraryNetwork,
  arbitraryTableau,
  type TestProblem,
  toButcherTableau,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import type { Float64Options } from "./differentiate.js";

/** Everything a solve and its pullback are given. */
export interface ArbitrarySolve {
  readonly problem: TestProblem;
  readonly tableau: ButcherTableau;
  readonly times: ReadonlyArray<number>;
  /** The tableau, and step control: adaptive where it can be, else three steps in each interval. */
  readonly options: Float64Options;
  /** A cotangent of each output, some of them zero. */
  readonly cotangents: ReadonlyArray<Float64Array>;
}

/**
 * Random networks under random tableaux, with two to five output times in either direction. Tolerances are loose, for a
 * random method is of order one: with them it takes up to some fifty steps.
 */
export function arbitrarySolve(): fc.Arbitrary<ArbitrarySolve> {
  const ticks = fc.integer({ min: -16, max: 16 });
  return fc
    .record({
      problem: arbitraryNetwork(),
      plain: arbitraryTableau(),
      times: fc.uniqueArray(ticks, { minLength: 2, maxLength: 5 }),
      decreasing: fc.boolean(),
      seen: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      phase: fc.integer({ min: 0, max: 1000 }),
    })
    .map(({ problem, plain, times, decreasing, seen, phase }) => {
      const tableau = toButcherTableau(plain);
      const sorted = times.map((k) => k / 16).sort((p, q) => (decreasing ? q - p : p - q));
      const control = plain.bHat ? { rtol: 1e-2, atol: 1e-2 } : { stepsPerInterval: 3 };
      const n = problem.y0.length;
      return {
        problem,
        tableau,
        times: sorted,
        options: { method: tableau, ...control },
        cotangents: sorted.map((_, m) => {
          // The last one is never zero, or nothing might be differentiated.
          const weight = seen[m] || m === sorted.length - 1 ? 1 : 0;
          return Float64Array.from({ length: n }, (__, d) => weight * Math.cos(phase + 5 * m + d));
        }),
      };
    });
}
