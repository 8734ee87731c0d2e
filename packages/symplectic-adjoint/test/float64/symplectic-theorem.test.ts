import {
  directionalDerivative,
  lotkaVolterra,
  maxRelativeError,
  mlp,
  type PlainSteps,
  type TestProblem,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { symplecticAdjoint, tableaux } from "../../src/index.js";
import { arbitrarySolve } from "../support/arbitrary-solve.js";
import { differentiate } from "../support/differentiate.js";
import { gridCotangents } from "../support/grid-cotangents.js";
import { joined } from "../support/joined.js";
import { methodNames } from "../support/method-names.js";
import { partnerGradient } from "../support/partner-gradient.js";

const adjoint = symplecticAdjoint();

/** The derivative in the direction of each component, forward: by dual numbers, so to say. */
function tangentGradient(
  problem: TestProblem,
  tableau: Parameters<typeof directionalDerivative>[1],
  steps: PlainSteps,
  cotangents: ReadonlyArray<Float64Array | undefined>,
) {
  const along = (wrt: "y0" | "parameters") =>
    problem[wrt].map((_, i, all) => {
      const unit = new Float64Array(all.length);
      unit[i] = 1;
      return directionalDerivative(problem, tableau, steps, { [wrt]: unit }, cotangents);
    });
  return { y0: along("y0"), parameters: along("parameters") };
}

test("For random networks and tableaux the symplectic gradient is the one through the partner tableau, to 1e-13.", () => {
  fc.assert(
    fc.property(arbitrarySolve(), ({ problem, tableau, times, options, cotangents }) => {
      const got = differentiate(problem, times, joined(cotangents), { ...options, adjoint });
      const seeds = gridCotangents(got.steps, times, cotangents);
      const partner = partnerGradient(problem, tableau, got.steps, seeds);
      expect(maxRelativeError(got.y0, partner.y0)).toBeLessThan(1e-13);
      expect(maxRelativeError(got.parameters, partner.parameters)).toBeLessThan(1e-13);
      // Its stages, computed from the end of the step, satisfy the scheme with Â, written from its start.
      expect(partner.residual).toBeLessThan(1e-13);
    }),
    { seed: 42, numRuns: 200 },
  );
});

test("For random networks and tableaux the symplectic gradient is the forward derivative, to 1e-13.", () => {
  fc.assert(
    fc.property(arbitrarySolve(), ({ problem, tableau, times, options, cotangents }) => {
      const got = differentiate(problem, times, joined(cotangents), { ...options, adjoint });
      const seeds = gridCotangents(got.steps, times, cotangents);
      const tangents = tangentGradient(problem, tableau, got.steps, seeds);
      expect(maxRelativeError(got.y0, tangents.y0)).toBeLessThan(1e-13);
      expect(maxRelativeError(got.parameters, tangents.parameters)).toBeLessThan(1e-13);
    }),
    { seed: 42, numRuns: 200 },
  );
});

describe.each(methodNames)("With the tableau of %s", (name) => {
  const tableau = tableaux[name];

  test.each([lotkaVolterra({ t1: 1 }), mlp()])(
    "the symplectic gradient of $name is the partner's and the forward derivative's, to 1e-13.",
    (problem) => {
      const times = [problem.t0, 0.4, problem.t1];
      const cotangents = times.map((_, m) => problem.y0.map((__, d) => Math.cos(3 * m + d)));
      const options = { method: name, stepsPerInterval: 4, adjoint };
      const got = differentiate(problem, times, joined(cotangents), options);
      const seeds = gridCotangents(got.steps, times, cotangents);
      const partner = partnerGradient(problem, tableau, got.steps, seeds);
      const tangents = tangentGradient(problem, tableau, got.steps, seeds);
      for (const other of [partner, tangents]) {
        expect(maxRelativeError(got.y0, other.y0)).toBeLessThan(1e-13);
        expect(maxRelativeError(got.parameters, other.parameters)).toBeLessThan(1e-13);
      }
      expect(partner.residual).toBeLessThan(1e-13);
    },
  );
});
