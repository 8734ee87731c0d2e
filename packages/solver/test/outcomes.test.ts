import { outcomeMessages, type Problem } from "@symplectic-adjoint/core";
import {
  decay,
  elementary,
  fixedSteps,
  type NumberArray,
  smallTableaux,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { accept, reject, scripted } from "./support/controllers.js";
import { setUp, solve } from "./support/setup.js";

const adaptive = { tableau: smallTableaux.bosh3, controller: elementary(0.125) };

describe("tooManySteps", () => {
  test("comes after as many attempts as are allowed, with the outputs that were reached.", () => {
    const answers = [accept(0.25), reject(0.25), accept(0.25)];
    const setup = setUp(decay(), {
      ...adaptive,
      controller: scripted(0.25, answers),
      times: [0, 0.25, 0.5, 1],
      maxNumSteps: 3,
    });
    const { outcome, outputs, pass } = solve(setup);
    expect(outcome).toEqual({
      kind: "tooManySteps",
      message: outcomeMessages.tooManySteps,
      t: 0.5,
      step: 0.25,
    });
    expect(pass).toMatchObject({ accepted: 2, rejected: 1 });
    expect(outputs).toHaveLength(3);
  });

  test("does not come if the last attempt that is allowed arrives.", () => {
    expect(solve(setUp(decay(), { maxNumSteps: 4 })).outcome.kind).toBe("success");
    expect(solve(setUp(decay(), { maxNumSteps: 3 })).outcome.kind).toBe("tooManySteps");
    expect(solve(setUp(decay(), { maxNumSteps: 0 })).outcome).toMatchObject({ t: 0, step: 0 });
  });
});

describe("stepUnderflow", () => {
  test("comes when a step no longer advances the time, at the time it had reached, with the step that was proposed.", () => {
    const controller = scripted(0.5, [accept(1e-3), reject(1e-9), reject(1e-20)]);
    const { outcome, outputs, pass } = solve(setUp(decay(), { ...adaptive, controller }));
    expect(outcome).toMatchObject({ kind: "stepUnderflow", t: 0.5, step: 1e-20 });
    expect(pass).toMatchObject({ accepted: 1, rejected: 2 });
    expect(outputs).toHaveLength(1);
  });

  test("comes for fixed steps too, in either direction.", () => {
    for (const t1 of [0, 2]) {
      const setup = setUp(decay({ t0: 1, t1 }), { controller: fixedSteps(1e-17) });
      expect(solve(setup).outcome).toMatchObject({
        kind: "stepUnderflow",
        t: 1,
        step: t1 === 0 ? -1e-17 : 1e-17,
      });
    }
  });
});

describe("aborted", () => {
  test("comes before the next step once the signal says so.", () => {
    const signal = { aborted: false };
    let events = 0;
    const onStep = () => {
      if (++events === 2) signal.aborted = true;
    };
    const { outcome, outputs, pass } = solve(
      setUp(decay(), { signal, onStep, times: [0, 0.25, 0.75, 1] }),
    );
    expect(outcome).toMatchObject({ kind: "aborted", t: 0.5, step: 0.25 });
    expect(pass.accepted).toBe(2);
    expect(outputs).toHaveLength(2);
  });

  test("comes without any evaluation if it says so from the start.", () => {
    const { outcome, pass } = solve(setUp(decay(), { signal: { aborted: true } }));
    expect(outcome).toMatchObject({ kind: "aborted", t: 0 });
    expect(pass.evaluations).toBe(0);
  });
});

test.each<[string, Partial<Problem<NumberArray>>]>([
  ["success", {}],
  ["tooManySteps", { maxNumSteps: 2 }],
  ["stepUnderflow", { controller: scripted(0.5, [accept(1e-20)]) }],
  ["aborted", { signal: { aborted: true } }],
])("After %s nothing is left but the outputs, which are the receiver's.", (kind, options) => {
  const setup = setUp(decay(), { ...adaptive, ...options });
  const before = setup.backend.live();
  const { outcome, outputs } = solve(setup);
  expect(outcome.kind).toBe(kind);
  expect(setup.backend.live()).toBe(before + outputs.length);
  for (const output of outputs) setup.backend.release(output);
  expect(setup.backend.live()).toBe(before);
});
