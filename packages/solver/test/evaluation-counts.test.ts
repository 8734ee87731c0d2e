import { newPassStatistics } from "@symplectic-adjoint/core";
import {
  decay,
  elementary,
  fixedSteps,
  lotkaVolterra,
  smallTableaux,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { integrate, plainOperations, runSync } from "../src/index.js";
import { accept, reject, scripted } from "./support/controllers.js";
import { setUp, solve } from "./support/setup.js";

const { heun2, bosh3, dopri5 } = smallTableaux;
const steep = { tolerances: { rtol: [1e-8], atol: [1e-8] } };

test.each([heun2, bosh3, dopri5])(
  "Attempts of $name cost what their stages cost; k_1 is kept when a step is rejected.",
  (tableau) => {
    const answers = [accept(0.25), reject(0.125), reject(0.0625), accept(0.5), accept(1)];
    const setup = setUp(decay(), { tableau, controller: scripted(0.25, answers) });
    const { pass } = solve(setup);
    const attempts = pass.accepted + pass.rejected;
    expect(pass.rejected).toBe(2);
    const firstStages = tableau.fsal ? 1 : pass.accepted;
    expect(pass.evaluations).toBe(firstStages + (tableau.stages - 1) * attempts);
    expect(setup.evaluatedAt).toHaveLength(pass.evaluations);
  },
);

test.each([heun2, bosh3, dopri5])(
  "So does a real run of $name, and its first step's search.",
  (tableau) => {
    const rule = { trial: () => 1e-3, choose: () => 2 };
    const setup = setUp(lotkaVolterra({ t1: 2 }), {
      tableau,
      controller: elementary(rule),
      maxNumSteps: 100_000,
      ...steep,
    });
    const { pass, steps, stepSizes, outcome } = solve(setup);
    expect(outcome.kind).toBe("success");
    expect(pass.rejected).toBeGreaterThan(0);
    expect(pass.accepted).toBe(steps.length);
    expect(stepSizes).toEqual(steps.map(({ h }) => h));
    const firstStages = tableau.fsal ? 1 : pass.accepted;
    const attempts = pass.accepted + pass.rejected;
    expect(pass.evaluations).toBe(1 + firstStages + (tableau.stages - 1) * attempts);
  },
);

test("A jump costs an FSAL method one evaluation more.", () => {
  const setup = setUp(decay(), {
    tableau: bosh3,
    controller: elementary(0.1),
    jumpT: [0.3, 0.6, 1],
  });
  const { pass } = solve(setup);
  // At 0.3 and 0.6; at the end nothing comes after.
  expect(pass.evaluations).toBe(1 + 2 + 3 * (pass.accepted + pass.rejected));
});

describe("In fixed steps", () => {
  test.each(Object.values(smallTableaux))("$name evaluates its active stages alone.", (tableau) => {
    const setup = setUp(decay(), { tableau, controller: fixedSteps(0.125) });
    const { pass } = solve(setup);
    expect(pass).toMatchObject({ accepted: 8, rejected: 0, recorded: 0, vjps: 0 });
    expect(pass.evaluations).toBe(8 * tableau.activeStages.length);
  });
});

test("The observer is told of every accepted step, with its number and the states around it.", () => {
  const controller = scripted(0.5, [accept(0.5), reject(0.25), accept(0.25)]);
  const setup = setUp(decay(), { tableau: heun2, controller });
  const seen: Array<ReadonlyArray<unknown>> = [];
  let reached: unknown = setup.problem.y0[0]?.values;
  const { steps } = solve(setup, {
    accepted(index, step, before, after) {
      expect(before.y[0]?.values).toEqual(reached);
      reached = after.y[0]?.values;
      seen.push([index, step]);
    },
  });
  expect(seen).toEqual(steps.map((step, index) => [index, step]));
  expect(steps).toHaveLength(3);
});

test("onStep is told of every attempt, accepted or not, with its error ratio.", () => {
  const events: Array<unknown> = [];
  const controller = scripted(-0.5 + 1, [accept(0.5), reject(0.25), accept(0.25)]);
  const onStep = (event: unknown) => void events.push(event);
  const times = [1, 0];
  const { steps } = solve(setUp(decay(), { tableau: heun2, controller, onStep, times }));
  expect(events).toHaveLength(4);
  expect(events).toEqual(
    controller.attempts.map(({ errorRatio }, i) => ({
      t: [1, 0.5, 0.5, 0.25][i],
      h: [-0.5, -0.5, -0.25, -0.25][i],
      accepted: i !== 1,
      errorRatio,
    })),
  );
  expect(controller.attempts.every(({ errorRatio }) => errorRatio > 0)).toBe(true);
  expect(steps.map(({ h }) => h)).toEqual([-0.5, -0.25, -0.25]);
});

test("Without an error estimate the error ratio is 0.", () => {
  const events: Array<number> = [];
  solve(setUp(decay(), { onStep: ({ errorRatio }) => void events.push(errorRatio) }));
  expect(events).toEqual([0, 0, 0, 0]);
});

test("What was done since k_1 is forgotten when a step is rejected.", () => {
  const controller = scripted(0.5, [accept(0.5), reject(0.25), accept(0.25)]);
  const { problem, backend } = setUp(decay(), { tableau: heun2, controller });
  const pass = newPassStatistics();
  const plain = plainOperations(problem, pass);
  let done = 0;
  const forgotten: Array<number> = [];
  const operations: typeof plain = {
    ...plain,
    evaluate(t, y) {
      done++;
      return plain.evaluate(t, y);
    },
    mark: () => done,
    rollback(mark) {
      forgotten.push(done - mark);
      done = mark;
    },
  };
  runSync(integrate(problem, operations, { pass }), backend);
  // Of the rejected step the second stage; k_1 serves its next attempt.
  expect(forgotten).toEqual([1]);
  expect(done).toBe(2 * pass.accepted);
});
