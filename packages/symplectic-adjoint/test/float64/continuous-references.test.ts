import { lorenz, lotkaVolterra, spiral, vanDerPol } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { symplecticAdjoint } from "../../src/index.js";
import { relativeDistance } from "../support/relative-distance.js";
import { referenceGradient, squaresGradient } from "../support/squares-gradient.js";

/** The error of the PyTorch implementation of the paper, dopri5, at atol = rtol = 1e-3, 1e-6, 1e-9, in float64. */
const cases = [
  { problem: lotkaVolterra(), known: { 1e-3: 4.1, 1e-6: 1.3e-4, 1e-9: 2.5e-8 } },
  { problem: lorenz(), known: { 1e-3: 0.29, 1e-6: 1.9e-4, 1e-9: 2.1e-7 } },
  { problem: spiral(), known: { 1e-3: 3.9, 1e-6: 2.6e-4, 1e-9: 1.3e-7 } },
  { problem: vanDerPol({ parameters: [5] }), known: { 1e-3: 0.16, 1e-6: 2.4e-5, 1e-9: 8.2e-9 } },
].map((each) => ({ ...each, title: each.problem.name }));

describe.each(cases)("On $title", ({ problem, known }) => {
  const reference = referenceGradient(problem);

  // The relative error is that of the vector of all derivatives, of y0 and of the parameters, in the Euclidean norm: so
  // measured, the figures of the reference implementation come out to their two digits.
  test.each(Object.entries(known))(
    "the gradient at the tolerance %s is at most twice as far from the continuous one as the reference's.",
    (tolerance, error) => {
      const tol = Number(tolerance);
      const gradient = squaresGradient(problem, {
        rtol: tol,
        atol: tol,
        adjoint: symplecticAdjoint(),
      });
      const distance = relativeDistance(gradient, reference);
      expect(distance).toBeLessThan(2 * error);
      expect(distance).toBeGreaterThan(error / 2);
    },
  );
});

describe("The gradient by dopri8 at a tolerance of 1e-13", () => {
  const sharp = { method: "dopri8", rtol: 1e-13, atol: 1e-13 } as const;

  test.each(cases.filter(({ problem }) => problem.reference !== undefined))(
    "is the known continuous gradient of $title to 1e-11.",
    ({ problem }) => {
      const distance = relativeDistance(
        squaresGradient(problem, sharp),
        referenceGradient(problem),
      );
      expect(distance).toBeLessThan(1e-11);
    },
  );

  test("stands for the unknown one of van der Pol's problem: at 1e-12 it is the same to 1e-11.", () => {
    const { problem } = cases[3] as (typeof cases)[number];
    expect(problem.reference).toBeUndefined();
    const looser = squaresGradient(problem, { ...sharp, rtol: 1e-12, atol: 1e-12 });
    expect(relativeDistance(looser, referenceGradient(problem))).toBeLessThan(1e-11);
  });
});
