import { newPassStatistics, type Problem, type StepSizeController } from "@symplectic-adjoint/core";
import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import {
  accountingBackend,
  accountingDynamics,
  decay,
  type NumberArray,
  smallTableaux,
} from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { integrate, plainOperations, runAsync, runSync } from "../src/index.js";

/** Accepts what is good and halves what is not; steps of a tenth to begin with. */
const halving: StepSizeController = {
  name: "halving",
  adaptive: true,
  firstStep: 0.1,
  init: () => undefined,
  next: (_, { step, errorRatio }) => {
    const accepted = errorRatio <= 1;
    return { accepted, step: accepted ? 1.5 * step : step / 2, state: undefined };
  },
};

function setUp(changes: Partial<Problem<NumberArray>> = {}) {
  const backend = accountingBackend();
  const evaluatedAt: Array<number> = [];
  const problem: Problem<NumberArray> = {
    backend,
    dynamics: accountingDynamics(backend, decay({ parameters: [-1] }), evaluatedAt),
    y0: [backend.array([1])],
    times: [0, 0.35, 1],
    method: explicitRungeKutta(smallTableaux.bosh3),
    controller: halving,
    tolerances: { rtol: [1e-4], atol: [1e-6] },
    stepT: [],
    jumpT: [],
    maxNumSteps: 1000,
    readsScalars: true,
    ...changes,
  };
  const pass = newPassStatistics();
  const reading = () => integrate(problem, plainOperations(problem, pass), { pass });
  return { backend, problem, pass, evaluatedAt, reading };
}

test("The loop ends exactly at every required time, in both directions.", () => {
  for (const sign of [1, -1]) {
    const times = [0, 0.35, 1].map((t) => sign * t);
    const { backend, reading } = setUp({ times, stepT: [0.5 * sign], jumpT: [0.7 * sign] });
    const { steps, outcome, outputs } = runSync(reading(), backend);
    const ends = steps.map(({ end }) => end);
    for (const time of [0.35, 0.5, 0.7, 1]) expect(ends).toContain(sign * time);
    for (const [n, step] of steps.slice(1).entries()) expect(step.t).toBe(steps[n]?.end);
    expect(steps.flatMap((step) => step.outputs.map(({ index }) => index))).toEqual([1, 2]);
    expect(outcome.kind).toBe("success");
    expect(outputs).toHaveLength(3);
  }
});

test("A jump is evaluated from both sides and never at the jump itself.", () => {
  const { backend, reading, evaluatedAt } = setUp({ jumpT: [0.5] });
  runSync(reading(), backend);
  expect(evaluatedAt).not.toContain(0.5);
  expect(evaluatedAt).toContain(0.5 - 2 ** -54);
  expect(evaluatedAt).toContain(0.5 + 2 ** -53);
});

test("A rejected step costs no evaluation of k_1, nor does one after a method of FSAL.", () => {
  const { backend, reading, pass } = setUp({ tolerances: { rtol: [1e-7], atol: [1e-9] } });
  runSync(reading(), backend);
  expect(pass.rejected).toBeGreaterThan(0);
  expect(pass.evaluations).toBe(1 + 3 * (pass.accepted + pass.rejected));
});

test("What the loop owns is freed when it ends, fails or is given up.", () => {
  const { backend, reading } = setUp();
  const before = backend.live();
  for (const output of runSync(reading(), backend).outputs) backend.release(output);
  expect(backend.live()).toBe(before);
  const givenUp = reading();
  for (let i = 0; i < 4; i++) givenUp.next(0.5);
  givenUp.return(undefined as never);
  // The scalar it waited for is freed with the rest.
  expect(backend.live()).toBe(before);
  const noRead = {
    readSync: () => {
      throw new Error("no reading here");
    },
  };
  expect(() => runSync(reading(), noRead)).toThrow("no reading here");
  expect(backend.live()).toBe(before);
});

test.each([
  ["tooManySteps", { maxNumSteps: 2 }],
  ["aborted", { signal: { aborted: true } }],
  ["stepUnderflow", { times: [1e9, 2e9], controller: { ...halving, firstStep: 1e-9 } }],
] as const)("An integration that cannot go on ends with %s.", (kind, changes) => {
  const { backend, reading } = setUp(changes);
  expect(runSync(reading(), backend).outcome.kind).toBe(kind);
});

test("Driven asynchronously it takes the same steps.", async () => {
  const one = setUp();
  const other = setUp();
  const { steps } = await runAsync(other.reading(), other.backend);
  expect(steps).toEqual(runSync(one.reading(), one.backend).steps);
});
