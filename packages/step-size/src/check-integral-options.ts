import { InvalidArgumentError } from "@symplectic-adjoint/core";
import type { IntegralControllerOptions } from "./integral-controller-options.js";
import { rejectUnknownOptions } from "./reject-unknown-options.js";
import { requireNumber } from "./require-number.js";

const NAMES: ReadonlyArray<keyof IntegralControllerOptions> = [
  "safety",
  "ifactor",
  "dfactor",
  "minStep",
  "maxStep",
  "firstStep",
  "afterLanding",
];

const isFinitePositive = (value: number): boolean => value > 0 && Number.isFinite(value);

/** Throws for the first option that cannot be meant; options that are absent or undefined are good. */
export function checkIntegralOptions(
  options: IntegralControllerOptions,
  owner = "integralController",
): void {
  rejectUnknownOptions(owner, options, NAMES);
  const check = (
    name: "safety" | "ifactor" | "dfactor" | "minStep" | "maxStep",
    isGood: (value: number) => boolean,
    problem: string,
    remedy: string,
  ): void => {
    if (options[name] !== undefined) requireNumber(name, options[name], isGood, problem, remedy);
  };
  check("safety", (v) => v > 0 && v <= 1, "must be in (0, 1]", "Write, for example, safety: 0.9.");
  check(
    "ifactor",
    (v) => v >= 1 && Number.isFinite(v),
    "must be a finite number ≥ 1",
    "Write, for example, ifactor: 10.",
  );
  check(
    "dfactor",
    (v) => v > 0 && v < 1,
    "must be greater than 0 and less than 1, or a rejected step would never become shorter",
    "Write, for example, dfactor: 0.2.",
  );
  check(
    "minStep",
    (v) => v >= 0 && Number.isFinite(v),
    "must be a finite number ≥ 0",
    "Write minStep: 0 for no lower limit. Steps are lengths: they are positive when time decreases, too.",
  );
  const { minStep = 0 } = options;
  check(
    "maxStep",
    (v) => v > 0 && v >= minStep,
    minStep > 0 ? `must be at least minStep, ${minStep}` : "must be positive",
    "Leave it out for no upper limit. Steps are lengths: they are positive when time decreases, too.",
  );
  checkFirstStep(options.firstStep);
  checkAfterLanding(options.afterLanding);
}

function checkFirstStep(firstStep: IntegralControllerOptions["firstStep"]): void {
  if (firstStep === undefined) return;
  if (typeof firstStep === "object" && firstStep !== null) {
    if (typeof firstStep.trial === "function" && typeof firstStep.choose === "function") return;
  }
  requireNumber(
    "firstStep",
    firstStep,
    isFinitePositive,
    "must be a positive finite number, or a rule with the functions trial and choose",
    "Write, for example, firstStep: 0.01, or leave it out to have it found.",
  );
}

function checkAfterLanding(afterLanding: unknown): void {
  if (afterLanding === undefined || afterLanding === "proposal" || afterLanding === "cut") return;
  throw new InvalidArgumentError({
    argument: "afterLanding",
    value: afterLanding,
    problem: 'must be "proposal" or "cut"',
    remedy: 'Write afterLanding: "proposal", or leave it out.',
  });
}
