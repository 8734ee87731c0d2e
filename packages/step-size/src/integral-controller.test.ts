import { type FirstStepRule, InvalidArgumentError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { hairerFirstStep, integralController } from "./index.js";

const attempt = (errorRatio: number, step = 0.5, proposal = step, order = 5) => ({
  step,
  proposal,
  errorRatio,
  order,
});

describe("integralController decides by the formula", () => {
  const controller = integralController();

  it("accepts an error of one and shortens the next step by the safety factor", () => {
    expect(controller.next(undefined, attempt(1))).toEqual({
      accepted: true,
      step: 0.45,
      state: undefined,
    });
  });

  it("rejects an error just above one", () => {
    const { accepted, step } = controller.next(undefined, attempt(1 + Number.EPSILON));
    expect(accepted).toBe(false);
    expect(step).toBeCloseTo(0.45, 14);
  });

  it("shortens a rejected step by the root of its error, with the order of the method", () => {
    expect(controller.next(undefined, attempt(32)).step).toBeCloseTo(0.9 * 0.25, 15);
    expect(controller.next(undefined, attempt(9, 1, 1, 2)).step).toBeCloseTo(0.9 / 3, 15);
  });

  it("lengthens an accepted step by the root of its error", () => {
    expect(controller.next(undefined, attempt(1 / 32)).step).toBeCloseTo(0.9, 15);
  });

  it("does not shorten a step whose error is below one", () => {
    expect(controller.next(undefined, attempt(0.99))).toEqual({
      accepted: true,
      step: 0.5,
      state: undefined,
    });
  });

  it("lengthens by at most ifactor, and by exactly that if the error is zero", () => {
    expect(controller.next(undefined, attempt(1e-30)).step).toBe(5);
    expect(controller.next(undefined, attempt(Number.MIN_VALUE, 0.5, 0.5, 1)).step).toBe(5);
    expect(controller.next(undefined, attempt(0)).step).toBe(5);
    expect(integralController({ ifactor: 2 }).next(undefined, attempt(0)).step).toBe(1);
  });

  it("shortens by at most dfactor", () => {
    expect(controller.next(undefined, attempt(1e30)).step).toBe(0.1);
    expect(integralController({ dfactor: 0.5 }).next(undefined, attempt(1e30)).step).toBe(0.25);
  });

  it("rejects an error that is not finite and shortens by dfactor", () => {
    for (const error of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(controller.next(undefined, attempt(error))).toEqual({
        accepted: false,
        step: 0.1,
        state: undefined,
      });
    }
  });

  it("rejects a negative error, which only a wrong norm can return", () => {
    expect(() => controller.next(undefined, attempt(-0.1))).toThrow(
      new InvalidArgumentError({
        argument: "norm",
        value: -0.1,
        problem: "returned a negative error",
        remedy: "Return a norm, for example the root mean square.",
      }),
    );
  });
});

describe("integralController keeps to minStep and maxStep", () => {
  const controller = integralController({ minStep: 0.2, maxStep: 0.7 });

  it("proposes nothing shorter than minStep", () => {
    expect(controller.next(undefined, attempt(1e30)).step).toBe(0.2);
    expect(controller.next(undefined, attempt(Number.NaN)).step).toBe(0.2);
  });

  it("accepts a step of minStep or less whatever its finite error", () => {
    expect(controller.next(undefined, attempt(1e30, 0.2))).toMatchObject({
      accepted: true,
      step: 0.2,
    });
    expect(controller.next(undefined, attempt(2, 0.1, 0.5))).toMatchObject({
      accepted: true,
      step: 0.2,
    });
  });

  it("returns a step of zero if minStep forbids a shorter step after a non-finite error", () => {
    expect(controller.next(undefined, attempt(Number.NaN, 0.2))).toMatchObject({
      accepted: false,
      step: 0,
    });
  });

  it("proposes nothing longer than maxStep", () => {
    expect(controller.next(undefined, attempt(0)).step).toBe(0.7);
    expect(controller.next(undefined, attempt(0.5, 0.1, 3)).step).toBe(0.7);
  });
});

describe("integralController after a step that was cut to land", () => {
  it("continues with the uncut proposal", () => {
    expect(integralController().next(undefined, attempt(0, 0.01, 0.5))).toMatchObject({
      accepted: true,
      step: 0.5,
    });
    expect(integralController().next(undefined, attempt(1, 0.01, 0.5)).step).toBe(0.5);
  });

  it("continues with the cut step's proposal if that is larger", () => {
    expect(integralController().next(undefined, attempt(0, 0.4, 0.5)).step).toBe(4);
  });

  it("continues with the cut step's proposal alone if afterLanding is cut", () => {
    const controller = integralController({ afterLanding: "cut" });
    expect(controller.next(undefined, attempt(0, 0.01, 0.5)).step).toBe(0.1);
    expect(controller.next(undefined, attempt(1, 0.01, 0.5)).step).toBe(0.9 * 0.01);
  });

  it("continues with the cut step's proposal if the step was rejected", () => {
    expect(integralController().next(undefined, attempt(1e30, 0.1, 0.5)).step).toBeCloseTo(0.02);
    expect(integralController().next(undefined, attempt(Number.NaN, 0.1, 0.5)).step).toBeCloseTo(
      0.02,
    );
  });
});

describe("integralController finds the first step", () => {
  it("by the rule of Hairer, Nørsett and Wanner, unless told otherwise", () => {
    expect(integralController().firstStep).toBe(hairerFirstStep);
  });

  it("takes a number, between minStep and maxStep", () => {
    expect(integralController({ firstStep: 0.3 }).firstStep).toBe(0.3);
    expect(integralController({ firstStep: 0.3, maxStep: 0.1 }).firstStep).toBe(0.1);
    expect(integralController({ firstStep: 0.3, minStep: 0.4 }).firstStep).toBe(0.4);
  });

  it("keeps the rule's step between minStep and maxStep", () => {
    const rule = integralController({ minStep: 0.01, maxStep: 0.02 }).firstStep as FirstStepRule;
    expect(rule.trial(1, 2)).toBe(0.005);
    expect(rule.trial(1, 1e-3)).toBe(0.02);
    expect(rule.choose(0.01, 1e-3, 1e-3, 5)).toBe(0.02);
    expect(rule.choose(1e-6, 0, 0, 5)).toBe(0.01);
    expect(rule.choose(0.02, 1, 0, 1)).toBe(0.01);
  });

  it("accepts a user-defined rule", () => {
    const rule: FirstStepRule = { trial: () => 1, choose: () => 2 };
    expect(integralController({ firstStep: rule }).firstStep).toBe(rule);
  });
});

it("The integral controller is a frozen value without memory that requires error estimates", () => {
  const controller = integralController();
  expect(Object.isFrozen(controller)).toBe(true);
  expect(controller).toMatchObject({ name: "integral", adaptive: true });
  expect(controller.init()).toBeUndefined();
  expect(controller.requiredTimes).toBeUndefined();
});
