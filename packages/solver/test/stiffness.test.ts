import type { Method, Problem } from "@symplectic-adjoint/core";
import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import {
  elementary,
  lotkaVolterra,
  type NumberArray,
  smallTableaux,
  type TestProblem,
  vanDerPol,
} from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { stabilityBound } from "../src/stiffness/stability-bound.js";
import { rightHandSide } from "./support/right-hand-side.js";
import { setUp, solve } from "./support/setup.js";

const { bosh3, dopri5, heun2, rk4, euler } = smallTableaux;

test.each([
  // Hairer & Wanner II, section IV.2, figure 2.1; the roots of |R(z)| = 1.
  [euler, 2],
  [heun2, 2],
  [bosh3, 2.5127],
  [rk4, 2.7853],
  [dopri5, 3.3066],
] as const)("The method $0.name is stable up to its textbook bound.", (tableau, bound) => {
  expect(stabilityBound(explicitRungeKutta(tableau))).toBeCloseTo(bound, 3);
});

test("Of a method that needs more than the operations of a step, nothing is known.", () => {
  const method = {
    ...explicitRungeKutta(rk4),
    attempt: () => {
      throw new TypeError("no backend");
    },
  } satisfies Method;
  expect(stabilityBound(method)).toBeUndefined();
  expect(stabilityBound({ ...explicitRungeKutta(rk4), memory: 1 })).toBeUndefined();
});

/** y' = −λ (y − cos t): after a short transient the steps of an explicit method are held by λ. */
const stiff = (rate: number) =>
  rightHandSide((t, y) => -rate * (y - Math.cos(t)), { y0: 1.5, t1: 10 });

const limited = (
  func: TestProblem,
  changes: Partial<Problem<NumberArray>> = {},
  tableau = dopri5,
) =>
  setUp(func, {
    tableau,
    controller: elementary(1e-4),
    tolerances: { rtol: [1e-4], atol: [1e-4] },
    maxNumSteps: 200,
    ...changes,
  });

test.each([bosh3, dopri5])(
  "Steps of $name that stability holds are called stiff, with what was seen.",
  (tableau) => {
    const setup = limited(stiff(1000), {}, tableau);
    const before = setup.backend.live();
    const { outcome, outputs, steps } = solve(setup);
    expect(outcome.kind).toBe("tooManySteps");
    const { stiffness } = outcome;
    const bound = stabilityBound(setup.problem.method) as number;
    expect(stiffness?.bound).toBe(bound);
    const mean = steps.slice(-20).reduce((sum, { h }) => sum + h / 20, 0);
    expect(stiffness?.step).toBeCloseTo(mean, 12);
    // The rate is 1000.
    expect(stiffness?.product).toBeCloseTo(1000 * mean, 3);
    expect(1000 * mean).toBeGreaterThan(0.7 * bound);
    expect(outcome.message).toContain(`the problem is stiff near t = ${outcome.t}`);
    expect(outcome.message).toContain(
      `held by stability, not by accuracy (|hλ| ≈ ${stiffness?.product.toPrecision(2)}`,
    );
    expect(setup.backend.live()).toBe(before + outputs.length);
  },
);

test("So are those of a relaxation oscillation in its slow phase, in reversed time too.", () => {
  // μ = 300: the fast rate is μ (y² − 1) ≈ 900.
  const slow = vanDerPol({ parameters: [300], y0: [2, 0], t1: 50 });
  const { outcome } = solve(limited(slow, { maxNumSteps: 500 }));
  expect(outcome.stiffness?.product).toBeGreaterThan(0.7 * 3.3);
  const backward = rightHandSide((t, y) => 1000 * (y - Math.cos(t)), { t0: 0, t1: -10, y0: 1.5 });
  expect(solve(limited(backward)).outcome.stiffness).toBeDefined();
});

test("Steps that accuracy holds are not, whatever the limit.", () => {
  for (const tableau of [bosh3, dopri5, heun2]) {
    for (const tolerance of [1e-3, 1e-6, 1e-9]) {
      const tolerances = { rtol: [tolerance], atol: [tolerance] };
      for (const func of [
        lotkaVolterra({ t1: 1e4 }),
        rightHandSide((t) => Math.cos(5 * t), { t1: 1e4 }),
      ]) {
        const { outcome } = solve(limited(func, { tolerances }, tableau));
        expect(outcome.kind).toBe("tooManySteps");
        expect(outcome.stiffness).toBeUndefined();
        expect(outcome.message).toMatch(/^The step limit was reached\. Raise/);
      }
    }
  }
});

test("Nothing is looked for before the limit, nor after a few steps.", () => {
  const evaluations = (changes: Partial<Problem<NumberArray>>) => {
    const setup = limited(stiff(1000), changes);
    const { pass, outcome } = solve(setup);
    expect(outcome.kind).toBe("tooManySteps");
    const { accepted, rejected } = pass;
    return pass.evaluations - 6 * (accepted + rejected) - 1;
  };
  expect(evaluations({})).toBe(17);
  expect(evaluations({ maxNumSteps: 10 })).toBe(0);
  const free = limited(stiff(1), { maxNumSteps: 10_000 });
  const { pass, outcome } = solve(free);
  expect(outcome.kind).toBe("success");
  expect(pass.evaluations).toBe(6 * (pass.accepted + pass.rejected) + 1);
});

test("A state at rest, or a rate that is not finite, tells nothing.", () => {
  const rest = limited(
    rightHandSide(() => 0),
    {
      controller: { ...elementary(1e-4), next: (state) => ({ accepted: true, step: 1e-4, state }) },
    },
  );
  expect(solve(rest).outcome.message).toMatch(/Raise maxNumSteps/);
  const edge = rightHandSide((_, y) => (y > 1 ? Number.NaN : 0));
  const steady = {
    ...elementary(1e-4),
    next: (state: undefined) => ({ accepted: true, step: 1e-4, state }),
  };
  expect(solve(limited(edge, { controller: steady })).outcome.stiffness).toBeUndefined();
});
