import {
  checkOptions,
  checkValue,
  enumRequirement,
  isFirstStepRule,
  must,
  numberRequirement,
  type Requirement,
} from "@symplectic-adjoint/core";
import type { IntegralControllerOptions } from "./integral-controller-options.js";

/** Requirements on the individual options of `integralController` and `laggedController`. */
export const integralOptionTable: Readonly<Record<keyof IntegralControllerOptions, Requirement>> = {
  safety: numberRequirement(
    (v) => v > 0 && v <= 1,
    "must be in (0, 1]",
    "Write, for example, safety: 0.9.",
  ),
  ifactor: numberRequirement(
    (v) => v >= 1 && Number.isFinite(v),
    "must be a finite number ≥ 1",
    "Write, for example, ifactor: 10.",
  ),
  dfactor: numberRequirement(
    (v) => v > 0 && v < 1,
    "must be greater than 0 and less than 1, or a rejected step would never become shorter",
    "Write, for example, dfactor: 0.2.",
  ),
  minStep: numberRequirement(
    (v) => v >= 0 && Number.isFinite(v),
    "must be a finite number ≥ 0",
    "Write minStep: 0 for no lower limit. Steps are lengths: they are positive when time decreases, too.",
  ),
  maxStep: longest(0),
  firstStep: must(
    (value) =>
      (typeof value === "number" && value > 0 && Number.isFinite(value)) || isFirstStepRule(value),
    "must be a positive finite number, or a rule with the functions trial and choose",
    "Write, for example, firstStep: 0.01, or omit it for an automatic choice.",
  ),
  afterLanding: enumRequirement(
    ["proposal", "cut"],
    'Write afterLanding: "proposal", or leave it out.',
  ),
};

/** Throws for the first invalid option; undefined options are valid. */
export function checkIntegralOptions(owner: string, options: IntegralControllerOptions): void {
  checkOptions(owner, options, integralOptionTable);
  checkValue("maxStep", options.maxStep, longest(options.minStep ?? 0));
}

function longest(minStep: number): Requirement {
  return numberRequirement(
    (v) => v > 0 && v >= minStep,
    minStep > 0 ? `must be at least minStep, ${minStep}` : "must be positive",
    "Leave it out for no upper limit. Steps are lengths: they are positive when time decreases, too.",
  );
}
