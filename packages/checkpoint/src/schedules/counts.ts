import { numberRequirement, type Requirement, required } from "@symplectic-adjoint/core";

/** A number of checkpoints or steps: a positive integer. Must not be left out. */
export function requiredCount(remedy: string): Requirement {
  return required(
    numberRequirement(
      (value) => Number.isSafeInteger(value) && value > 0,
      "must be a positive integer",
      remedy,
    ),
  );
}
