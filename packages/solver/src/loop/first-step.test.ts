import { type FirstStepRule, newPassStatistics, nextAfter } from "@symplectic-adjoint/core";
import { decay, elementary, smallTableaux } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { rightHandSide } from "../../test/support/right-hand-side.js";
import { type Setup, setUp, solve, valuesOf } from "../../test/support/setup.js";
import { runSync } from "../reading/run-sync.js";
import { plainOperations } from "../step/plain-operations.js";
import { findFirstStep } from "./first-step.js";

/** A rule that answers with the given steps and remembers what it was asked. */
function remembering(trial: number, step: number) {
  const asked: Array<ReadonlyArray<number | undefined>> = [];
  const rule: FirstStepRule = {
    trial(...norms) {
      asked.push(norms);
      return trial;
    },
    choose(...norms) {
      asked.push(norms);
      return step;
    },
  };
  return { rule, asked };
}

function find({ backend, problem }: Setup, rule: FirstStepRule, direction: 1 | -1 = 1) {
  const pass = newPassStatistics();
  const operations = plainOperations(problem, pass);
  const at = problem.times[0] as number;
  const reading = findFirstStep(problem, operations, pass, rule, problem.y0, at, direction);
  return { ...runSync(reading, backend), pass };
}

const tolerances = { rtol: [0.1], atol: [0.5] };

test("The rule is asked with the norms of y0, f and the change of f over a trial step.", () => {
  // y' = −y/2 from 2: the scale is 0.5 + 0.1·2 = 0.7, f0 = −1, and f(y0 + 0.25·f0) − f0 = 0.125.
  const setup = setUp(
    rightHandSide((_, y) => -y / 2, { y0: 2 }),
    { tolerances },
  );
  const { rule, asked } = remembering(0.25, 0.125);
  const { step, slope, pass } = find(setup, rule);
  expect(step).toBe(0.125);
  expect(valuesOf(slope)).toEqual([-1]);
  expect(setup.evaluatedAt).toEqual([0, 0.25]);
  expect(pass.evaluations).toBe(2);
  const [trial, choose] = asked;
  expect(trial).toHaveLength(3);
  expect(trial?.[0]).toBeCloseTo(2 / 0.7, 14);
  expect(trial?.[1]).toBeCloseTo(1 / 0.7, 14);
  expect(choose?.[0]).toBe(0.25);
  expect(choose?.[1]).toBe(trial?.[1]);
  expect(choose?.[2]).toBeCloseTo(0.125 / 0.7 / 0.25, 14);
  expect(choose?.[3]).toBe(smallTableaux.rk4.order);
  // Both are told the span.
  expect([trial?.[2], choose?.[4]]).toEqual([1, 1]);
});

test("When time decreases the trial step goes backward, and the step is a magnitude all the same.", () => {
  const f = rightHandSide((t) => t, { t0: 1, t1: 0 });
  const setup = setUp(f, { tolerances });
  const { rule, asked } = remembering(0.25, 0.125);
  const { step } = find(setup, rule, -1);
  expect(step).toBe(0.125);
  expect(setup.evaluatedAt).toEqual([1, 0.75]);
  expect(asked[1]?.[2]).toBeCloseTo(0.25 / 0.6 / 0.25, 14);
});

test("A norm of the user's own replaces the others, in all three.", () => {
  const setup = setUp(decay(), { norm: ([leaf]) => 100 * (leaf?.values[2] as number) });
  const { rule, asked } = remembering(0.25, 0.125);
  find(setup, rule);
  const scale = 1e-6 + 2e-6;
  expect(asked[0]?.[0]).toBeCloseTo((100 * 2) / scale, 3);
  expect(asked[0]?.[1]).toBeCloseTo((100 * -1.4) / scale, 3);
});

test.each([
  ["y0", rightHandSide((_, y) => (Number.isNaN(y) ? 0 : y), { y0: Number.NaN })],
  ["f", rightHandSide(() => Number.POSITIVE_INFINITY)],
])("Where %s is not finite the step is NaN, after one evaluation.", (_, f) => {
  const { rule, asked } = remembering(0.25, 0.125);
  const { step, pass } = find(setUp(f), rule);
  expect(step).toBeNaN();
  expect(pass.evaluations).toBe(1);
  expect(asked).toEqual([]);
});

test("k_1 is the caller's, and all else is freed.", () => {
  const setup = setUp(decay());
  const before = setup.backend.live();
  const { slope } = find(setup, remembering(0.25, 0.125).rule);
  expect(setup.backend.live()).toBe(before + 1);
  setup.backend.release(slope);
  expect(setup.backend.live()).toBe(before);
});

test("The integration starts with the step that was found, and with its k_1.", () => {
  const { rule } = remembering(0.25, 0.125);
  const setup = setUp(decay(), { tableau: smallTableaux.heun2, controller: elementary(rule) });
  const { stepSizes, pass, steps } = solve({
    ...setup,
    problem: { ...setup.problem, tolerances: { rtol: [1], atol: [1] } },
  });
  expect(stepSizes[0]).toBe(0.125);
  // The search evaluates twice, and the first of both is k_1 of the first step.
  expect(pass.evaluations).toBe(1 + 2 * steps.length);
});

test.each([
  ["beyond the end", [0, 60], 225, 1],
  ["beyond the end, backward", [60, 0], 225, -1],
  ["to the end exactly", [0, 2], 2, 1],
  ["to infinity", [3, 5], Number.POSITIVE_INFINITY, 1],
] as const)("A trial %s ends just before the last time.", (_, times, trial, direction) => {
  const setup = setUp(
    rightHandSide(() => 1),
    { tolerances, times },
  );
  const { rule, asked } = remembering(trial, 1);
  find(setup, rule, direction);
  const [start, end] = times;
  expect(setup.evaluatedAt).toEqual([start, nextAfter(end, direction === 1 ? -1 : 1)]);
  expect(asked[1]?.[0]).toBe(Math.abs(end - start));
});

test.each([
  ["forward", 1],
  ["backward", -1],
] as const)(
  "Neither the trial nor the step is shorter than the spacing of doubles, %s.",
  (_, direction) => {
    const start = 1.7e12;
    const spacing = 2 ** -12;
    const setup = setUp(
      rightHandSide(() => 1),
      { tolerances, times: [start, start + direction] },
    );
    const { step } = find(setup, remembering(1e-6, 1e-9).rule, direction);
    expect(setup.evaluatedAt).toEqual([start, start + direction * spacing]);
    expect(step).toBe(spacing);
  },
);

test("An f that is huge, but finite, is no overflow, even where its norm is.", () => {
  const huge = setUp(
    rightHandSide(() => 1e300),
    { tolerances: { rtol: [1e-12], atol: [1e-12] } },
  );
  const { rule, asked } = remembering(0.25, 0.125);
  const { step } = find(huge, rule);
  expect(step).toBe(0.125);
  expect(asked[0]?.[1]).toBe(Number.POSITIVE_INFINITY);
});
