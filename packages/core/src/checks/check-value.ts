import { InvalidArgumentError } from "../errors/plain-errors.js";
import type { Requirement } from "./requirement.js";

/**
 * Refuses a value that does not meet its requirement. Undefined counts as left out, unless it is required.
 *
 * @throws OdeError of the requirement's kind, naming the argument.
 * @example
 * checkValue("maxNumSteps", -1, stepLimit); // throws
 */
export function checkValue(argument: string, value: unknown, requirement: Requirement): void {
  if (value === undefined && requirement.required !== true) return;
  const problem = problemOf(value, requirement);
  if (problem === undefined) return;
  const { error: Kind = InvalidArgumentError, remedy } = requirement;
  throw new Kind({ argument, value, problem, remedy });
}

function problemOf(value: unknown, requirement: Requirement): string | undefined {
  try {
    return requirement.problemOf(value);
  } catch {
    // A getter or a proxy of the caller's that throws when it is looked at.
    return "cannot be read";
  }
}
