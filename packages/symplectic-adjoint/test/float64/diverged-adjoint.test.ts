import {
  decay,
  lorenz,
  lotkaVolterra,
  spiral,
  type TestProblem,
  vanDerPol,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { continuousAdjoint, IntegrationError } from "../../src/index.js";
import { solveProblem } from "../support/differentiate.js";
import { relativeDistance } from "../support/relative-distance.js";
import { referenceGradient, squaresGradient } from "../support/squares-gradient.js";
import { thrownBy } from "../support/thrown-by.js";

const adjoint = continuousAdjoint();
const tolerances = [1e-3, 1e-6, 1e-9];

describe.each([
  { problem: lorenz(), title: "Lorenz' attractor" },
  { problem: vanDerPol({ parameters: [5] }), title: "van der Pol's oscillator with μ = 5" },
])("On $title the continuous adjoint has diverged, and throws an error", ({ problem }) => {
  test.each(tolerances)("at the tolerance %s.", (tol) => {
    const error = thrownBy(() => squaresGradient(problem, { rtol: tol, atol: tol, adjoint }));
    expect(error).toBeInstanceOf(IntegrationError);
    const { outcome, code, message, remedy, statistics } = error as IntegrationError;
    expect(outcome.kind).toBe("adjointDiverged");
    expect(code).toBe("INTEGRATION_ADJOINT_DIVERGED");
    expect(outcome.t).toBeGreaterThanOrEqual(problem.t0);
    expect(outcome.t).toBeLessThan(problem.t1);
    expect(message).toContain(`t = ${outcome.t}`);
    expect(remedy).toContain("odeintSymplecticAdjoint");
    expect(statistics.backward.vjps).toBeGreaterThan(0);
  });
});

describe("If it returns to another state, it has diverged as well:", () => {
  test.each([
    // Backward this grows by e^20: of the end, which is below the tolerance, nothing can be made.
    { problem: decay({ y0: [1], parameters: [-20] }), title: "a fast decay" },
    { problem: lotkaVolterra(), title: "Lotka-Volterra" },
    { problem: spiral(), title: "the spiral" },
  ])("$title at the tolerance 1e-3.", ({ problem }) => {
    const options = { rtol: 1e-3, atol: 1e-3, adjoint };
    const error = thrownBy(() => squaresGradient(problem, options));
    expect(error).toBeInstanceOf(IntegrationError);
    const { outcome } = error as IntegrationError;
    expect(outcome).toMatchObject({ kind: "adjointDiverged", t: problem.t0 });
  });
});

describe("If it has not diverged, the continuous adjoint is accepted", () => {
  const cases = [
    { problem: lotkaVolterra(), title: "Lotka-Volterra", errors: [1.8e-4, 2.6e-8] },
    { problem: spiral(), title: "the spiral", errors: [1.8e-4, 2.7e-7] },
  ];

  // The errors are those of torchdiffeq's odeint_adjoint at the same tolerances.
  test.each(cases)(
    "on $title at 1e-6 and 1e-9, with errors at most twice those of a peer.",
    (each) => {
      const reference = referenceGradient(each.problem);
      [1e-6, 1e-9].forEach((tol, i) => {
        const gradient = squaresGradient(each.problem, { rtol: tol, atol: tol, adjoint });
        expect(relativeDistance(gradient, reference)).toBeLessThan(2 * (each.errors[i] as number));
      });
    },
  );
});

test.each([
  ["fixed", { method: "rk4", stepsPerInterval: 10 }],
  ["adaptive", { method: "dopri5", rtol: 1e-6, atol: 1e-6 }],
] as const)(
  "An adjoint that becomes NaN is dated to the step where it does, in %s steps.",
  (_, options) => {
    const problem = decay({ y0: [1], parameters: [-1] });
    const broken: TestProblem = {
      ...problem,
      vjp(t, y, p, g, yBar, pBar) {
        problem.vjp(t, y, p, g, yBar, pBar);
        if (t < 0.35) yBar[0] = Number.NaN;
      },
    };
    const solution = solveProblem(broken, [0, 1], { ...options, adjoint });
    const error = thrownBy(() => solution.pullback(Float64Array.of(0, 1)));
    expect(error).toBeInstanceOf(IntegrationError);
    expect(Math.abs((error as IntegrationError).outcome.t - 0.35)).toBeLessThanOrEqual(0.1);
  },
);
