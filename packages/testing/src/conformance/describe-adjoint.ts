import type { Adjoint, ButcherTableau, Method } from "@symplectic-adjoint/core";
import { describe, expect, test } from "vitest";
import { adjointFixtures } from "./adjoint-fixture.js";
import { approximateGradientsSuite, exactGradientsSuite } from "./adjoint-gradients-suite.js";
import { adjointJumpsSuite } from "./adjoint-jumps-suite.js";
import { adjointLeaksSuite } from "./adjoint-leaks-suite.js";
import { adjointModesSuite } from "./adjoint-modes-suite.js";
import { adjointPullbacksSuite } from "./adjoint-pullbacks-suite.js";
import { adjointStatisticsSuite } from "./adjoint-statistics-suite.js";

/**
 * Registers the conformance suite of the port `Adjoint`: the gradient against a hand-written loop, to 1e-13 for exact
 * adjoints; the modes and their errors; correct counts; and no leaks after any failure.
 *
 * @example
 * describeAdjoint("symplecticAdjoint", symplecticAdjoint(), explicitRungeKutta);
 *
 * @param methodOf Creates a method from a tableau.
 */
export function describeAdjoint(
  name: string,
  adjoint: Adjoint,
  methodOf: (tableau: ButcherTableau) => Method,
): void {
  const newFixture = adjointFixtures(methodOf);
  describe(`The adjoint ${name}`, () => {
    test("has a name and cannot be changed.", () => {
      expect(adjoint.name).toMatch(/\S/);
      expect(Object.isFrozen(adjoint)).toBe(true);
    });

    if (adjoint.exact) exactGradientsSuite(adjoint, newFixture);
    else approximateGradientsSuite(adjoint, newFixture);
    adjointJumpsSuite(adjoint, newFixture);
    adjointPullbacksSuite(adjoint, newFixture);
    adjointModesSuite(adjoint, newFixture);
    adjointStatisticsSuite(adjoint, newFixture);
    adjointLeaksSuite(adjoint, newFixture);
  });
}
