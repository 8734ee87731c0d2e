import { nextAfter, type Problem, type Step } from "@symplectic-adjoint/core";
import type { NumberArray } from "@symplectic-adjoint/testing";
import { elementary, fixedSteps, smallTableaux } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { rightHandSide } from "./support/right-hand-side.js";
import { setUp, solve, valuesOf } from "./support/setup.js";

const JUMP = 0.5;
/** y' is 1 below the jump and 3 above it; at the jump itself it is not even a number. */
const jumping = (t: number) => (t === JUMP ? Number.NaN : t < JUMP ? 1 : 3);
const forward = { t0: 0, t1: 1 };
const backward = { t0: 1, t1: 0 };

/** Solves and returns, for each step, the times at which f was evaluated for it. */
function timesByStep(span: { t0: number; t1: number }, options: Partial<Problem<NumberArray>>) {
  const setup = setUp(rightHandSide(jumping, { ...span, y0: 0 }), options);
  const byStep: Array<{ readonly step: Step; readonly at: ReadonlyArray<number> }> = [];
  let seen = 0;
  const { outputs, steps } = solve(setup, {
    accepted(_, step) {
      byStep.push({ step, at: setup.evaluatedAt.slice(seen) });
      seen = setup.evaluatedAt.length;
    },
  });
  return { byStep, steps, end: valuesOf(outputs.at(-1))[0] as number, all: setup.evaluatedAt };
}

const methods = [
  ["rk4, fixed steps", { tableau: smallTableaux.rk4, controller: fixedSteps(0.25) }],
  ["dopri5, fixed steps", { tableau: smallTableaux.dopri5, controller: fixedSteps(0.25) }],
  ["heun2, adaptive", { tableau: smallTableaux.heun2, controller: elementary(0.25) }],
  ["bosh3, adaptive, FSAL", { tableau: smallTableaux.bosh3, controller: elementary(0.25) }],
] as const;

describe.each(methods)("With %s", (_, options) => {
  test.each([
    ["forward", forward],
    ["backward", backward],
  ])("a jump that is announced is integrated exactly %s, from either side.", (__, span) => {
    const { byStep, all, end } = timesByStep(span, { ...options, jumpT: [JUMP] });
    expect(all).not.toContain(JUMP);
    for (const { step, at } of byStep) {
      const side = Math.min(step.t, step.end) < JUMP ? -1 : 1;
      for (const t of at) expect(Math.sign(t - JUMP)).toBe(side);
    }
    expect(end).toBeCloseTo(span.t0 < span.t1 ? 2 : -2, 14);
  });

  test("a jump at the start is integrated from its far side.", () => {
    for (const t1 of [1, 0]) {
      const { all, end, steps } = timesByStep({ t0: JUMP, t1 }, { ...options, jumpT: [JUMP] });
      const after = nextAfter(JUMP, t1 === 1 ? 1 : -1);
      expect(steps[0]).toMatchObject({ t: JUMP, firstStageTime: after });
      expect(t1 === 1 ? Math.min(...all) : Math.max(...all)).toBe(after);
      expect(end).toBeCloseTo(t1 === 1 ? 1.5 : -0.5, 14);
    }
  });

  test("a jump at the end is integrated from its near side, though it is not announced.", () => {
    const { all, end } = timesByStep({ t0: 0, t1: JUMP }, options);
    expect(Math.max(...all)).toBeLessThan(JUMP);
    expect(end).toBeCloseTo(0.5, 14);
  });

  test("no stage at c = 1 is evaluated at the end of its step.", () => {
    const { byStep } = timesByStep(forward, { ...options, jumpT: [JUMP] });
    for (const { step, at } of byStep) {
      expect(at).not.toContain(step.end);
      expect(at).toContain(nextAfter(step.end, -1));
    }
  });
});

const smooth = rightHandSide((t, y) => t - y);

test("Where k_1 is handed over its time is that of the last stage before, just before the step.", () => {
  const setup = setUp(smooth, { tableau: smallTableaux.bosh3, controller: elementary(0.25) });
  const { steps } = solve(setup);
  expect(steps.length).toBeGreaterThan(3);
  steps.slice(1).forEach(({ t, firstStageTime, reusesLastStage }) => {
    expect(reusesLastStage).toBe(true);
    expect(firstStageTime).toBe(nextAfter(t, -1));
  });
});

test("Where it is evaluated anew its time is the start of the step, at a mere step time also.", () => {
  const options = { tableau: smallTableaux.heun2, controller: elementary(0.25), stepT: [JUMP] };
  const setup = setUp(smooth, options);
  const { steps } = solve(setup);
  for (const { t, firstStageTime, reusesLastStage } of steps) {
    expect(reusesLastStage).toBe(false);
    expect(firstStageTime).toBe(t);
  }
});

test("A step time alone does not have k_1 evaluated anew, a jump time does.", () => {
  const options = { tableau: smallTableaux.bosh3, controller: elementary(0.25) };
  const atHalf = (more: Partial<Problem<NumberArray>>) =>
    solve(setUp(smooth, { ...options, ...more })).steps.find(({ t }) => t === JUMP);
  expect(atHalf({ stepT: [JUMP] })?.reusesLastStage).toBe(true);
  expect(atHalf({ jumpT: [JUMP] })?.reusesLastStage).toBe(false);
});
