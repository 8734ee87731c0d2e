import { UnknownOptionError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { hairerFirstStep, integralController, laggedController } from "./index.js";

const attempt = (errorRatio: number, step = 0.5, proposal = step, order = 5) => ({
  step,
  proposal,
  errorRatio,
  order,
});

/** Proposals of a controller for steps whose error is φ h^q, from a first step; all are accepted. */
function proposals(
  next: (n: number, step: number, errorRatio: number) => number,
  firstStep: number,
  count: number,
): ReadonlyArray<number> {
  const steps = [firstStep];
  for (let n = 0; n < count; n++) {
    const step = steps[n] as number;
    steps.push(next(n, step, step ** 5));
  }
  return steps;
}

describe("laggedController decides", () => {
  const controller = laggedController();

  it("on acceptance as the integral controller, and after the first step on the next one, too", () => {
    for (const error of [0, 1e-3, 0.9, 1, 1 + Number.EPSILON, 32, Number.NaN]) {
      const { accepted, step } = integralController().next(undefined, attempt(error));
      const state = step;
      expect(controller.next(undefined, attempt(error))).toEqual({ accepted, step, state });
    }
  });

  it("an accepted step's successor by the error before, and the one after by its own", () => {
    expect(controller.next(0.3, attempt(1 / 32))).toEqual({
      accepted: true,
      step: 0.3,
      state: 0.9,
    });
    expect(controller.predictNext(0.3, attempt(1 / 32))).toBe(0.3);
    expect(controller.predictNext(undefined, attempt(1 / 32))).toBeUndefined();
  });

  it("a rejected step's repetition, and the step after that, by its own error", () => {
    const { accepted, step, state } = controller.next(0.3, attempt(32));
    expect({ accepted, state }).toEqual({ accepted: false, state: step });
    expect(step).toBeCloseTo(0.9 * 0.25, 15);
    expect(controller.next(state, attempt(0.5, step))).toMatchObject({ accepted: true, step });
  });

  it("within the limits of the integral controller, after landings, too", () => {
    const limited = laggedController({ minStep: 0.2, maxStep: 0.7, ifactor: 2, dfactor: 0.5 });
    expect(limited.next(0.3, attempt(0)).state).toBe(0.7);
    expect(limited.next(0.3, attempt(0, 0.21)).state).toBe(0.42);
    expect(limited.next(0.3, attempt(1e9, 0.3))).toMatchObject({ accepted: false, step: 0.2 });
    expect(limited.next(0.3, attempt(1e9, 0.2))).toMatchObject({ accepted: true, step: 0.3 });
    expect(limited.next(0.3, attempt(Number.NaN, 0.2))).toMatchObject({ accepted: false, step: 0 });
    expect(controller.next(0.3, attempt(1, 0.01, 0.5)).state).toBe(0.5);
    const cut = laggedController({ afterLanding: "cut" });
    expect(cut.next(0.3, attempt(1, 0.01, 0.5)).state).toBe(0.9 * 0.01);
  });
});

describe("For errors φ h^q, of which h = 1 gives one of 1,", () => {
  it("laggedController has the correct step two steps after any step", () => {
    const controller = laggedController();
    let state: number | undefined;
    const steps = proposals(
      (_, step, error) => {
        const decision = controller.next(state, attempt(error, step));
        state = decision.state;
        return decision.step;
      },
      0.3,
      6,
    );
    expect(steps.slice(1)).toEqual(steps.slice(1).map(() => expect.closeTo(0.9, 14)));
  });

  it("correcting the last step with the previous error would oscillate forever", () => {
    const errors: Array<number> = [];
    const steps = proposals(
      (n, step, error) => {
        errors.push(error);
        return step * (errors[n - 1] ?? 1) ** (-1 / 5);
      },
      0.5,
      60,
    );
    // A period of six steps, between half and twice the correct step, undamped after sixty steps.
    const first = steps.slice(0, 6).map((step) => expect.closeTo(step, 10));
    expect(steps.slice(54, 60)).toEqual(first);
    expect(Math.max(...steps.slice(54))).toBeCloseTo(2, 10);
    expect(Math.min(...steps.slice(54))).toBeCloseTo(0.5, 10);
  });
});

it("laggedController rejects the same options as the integral controller, with its own name", () => {
  expect(() => laggedController({ ifactor: 0.5 })).toThrow(/ifactor/);
  const unknown = { saftey: 0.9 } as object;
  expect(() => laggedController(unknown)).toThrow(UnknownOptionError);
  expect(() => laggedController(unknown)).toThrow(/not an option of laggedController/);
  expect(() => laggedController().next(0.3, attempt(-1))).toThrow(/negative/);
});

it("The lagged controller is a frozen value that chooses the first step like the integral controller", () => {
  const controller = laggedController();
  expect(Object.isFrozen(controller)).toBe(true);
  expect(controller).toMatchObject({ name: "lagged", adaptive: true, firstStep: hairerFirstStep });
  expect(controller.init()).toBeUndefined();
  expect(laggedController({ firstStep: 0.3, maxStep: 0.1 }).firstStep).toBe(0.1);
});
