import { InvalidArgumentError, UnknownOptionError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { type IntegralControllerOptions, integralController } from "./index.js";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

const wrong: ReadonlyArray<readonly [keyof IntegralControllerOptions, unknown]> = [
  ["safety", 0],
  ["safety", 1.1],
  ["safety", nan],
  ["safety", "0.9"],
  ["ifactor", 0.99],
  ["ifactor", infinity],
  ["dfactor", 0],
  ["dfactor", 1],
  ["dfactor", nan],
  ["minStep", -1],
  ["minStep", infinity],
  ["maxStep", 0],
  ["maxStep", -0.1],
  ["maxStep", nan],
  ["maxStep", null],
  ["firstStep", 0],
  ["firstStep", -0.1],
  ["firstStep", infinity],
  ["firstStep", nan],
  ["firstStep", null],
  ["firstStep", { trial: () => 1 }],
  ["afterLanding", "land"],
  ["afterLanding", true],
];

describe("integralController checks its options", () => {
  it.each(wrong)("It rejects %s: %o and names the option.", (name, value) => {
    const make = () => integralController({ [name]: value });
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(new RegExp(`^${name} must be .* \\(got .*\\)\\. (Write|Leave)\\b`));
  });

  it("refuses a maxStep below minStep and names both", () => {
    expect(() => integralController({ minStep: 0.2, maxStep: 0.1 })).toThrow(
      "maxStep must be at least minStep, 0.2 (got 0.1).",
    );
  });

  it("rejects an unknown option and lists those it has", () => {
    const make = () => integralController({ safty: 0.9 } as IntegralControllerOptions);
    expect(make).toThrow(UnknownOptionError);
    expect(make).toThrow(/^safty is not an option of integralController \(got 0\.9\).*safety, /);
  });

  it("rejects options that are not an object", () => {
    const make = () => integralController(0.9 as unknown as IntegralControllerOptions);
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow("The argument of integralController must be an object of options");
  });

  it("treats undefined options as absent, and accepts the limits of the ranges", () => {
    const controller = integralController({ safety: undefined, maxStep: undefined });
    expect(controller.next(undefined, { step: 1, proposal: 1, errorRatio: 1, order: 5 }).step).toBe(
      0.9,
    );
    integralController({ safety: 1, ifactor: 1, minStep: 0.1, maxStep: 0.1, afterLanding: "cut" });
  });

  it("never changes the options it is given", () => {
    integralController(Object.freeze({ firstStep: 1, minStep: 0.1 }));
  });
});
