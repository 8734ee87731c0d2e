import { InvalidArgumentError } from "../errors/plain-errors.js";
import type { Requirement } from "./requirement.js";

/**
 * Checks a value against its requirement. Undefined counts as omitted unless the value is required.
 *
 * @throws OdeError of the requirement's kind, naming the argument.
 * @example
 * checkValue("maxNumSteps", -1, stepLimit); // throws
 */
export function checkValue(argument: string, value: unknown, requirement: Requirement): void {
  if (value === undefined && requirement.required !== true) return;
  const problem = problemOf(value, requirement);
  if (problem === undefined) return;
  const { error: Kind = InvalidArgumentError } = requirement;
  const hint = requirement.hintFor?.(value);
  const remedy = hint === undefined ? requirement.remedy : `${hint} ${requirement.remedy}`;
  throw new Kind({ argument, value, problem, remedy });
}

function problemOf(value: unknown, requirement: Requirement): string | undefined {
  try {
    return requirement.problemOf(value);
  } catch {
    // A getter or proxy of the caller may throw when read.
    return "cannot be read";
  }
}
