import { InvalidToleranceError } from "../errors/plain-errors.js";
import { isCallable } from "./is-callable.js";
import { must, type Requirement } from "./requirement.js";

/** A number that satisfies `isValid`. */
export function numberRequirement(
  isValid: (value: number) => boolean,
  problem: string,
  remedy: string,
): Requirement {
  return must((value) => typeof value === "number" && isValid(value), problem, remedy);
}

/** A function. */
export function functionRequirement(remedy: string): Requirement {
  return must(isCallable, "must be a function", remedy);
}

/** True or false. */
export function booleanRequirement(remedy: string): Requirement {
  return must((value) => typeof value === "boolean", "must be true or false", remedy);
}

/** One of several strings. */
export function enumRequirement(words: ReadonlyArray<string>, remedy: string): Requirement {
  const shown = words.map((text) => JSON.stringify(text)).join(" or ");
  return must((value) => words.includes(value as string), `must be ${shown}`, remedy);
}

/** A step limit: a positive integer, or Infinity. */
export const stepLimit: Requirement = numberRequirement(
  (value) => value > 0 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY),
  "must be a positive integer",
  "Write maxNumSteps: 100000, or leave it out.",
);

/** A tolerance of an integration: one number, or a list with one for each array of the state. */
export function tolerance(name: string): Requirement {
  return {
    problemOf: problemOfTolerance,
    remedy: `Write ${name}: 1e-6, say.`,
    error: InvalidToleranceError,
  };
}

/**
 * @param option The option to write instead.
 * @param argument Name of the tolerance in messages.
 * @throws InvalidToleranceError if the length of a list of tolerances differs from the number of arrays of the state.
 */
export function checkToleranceLength(
  option: string,
  value: number | ReadonlyArray<number> | undefined,
  leaves: number,
  argument: string = option,
): void {
  if (!Array.isArray(value) || value.length === leaves) return;
  throw new InvalidToleranceError({
    argument,
    value,
    problem: `must be one number, or one for each of the ${leaves} arrays of the state`,
    remedy: `Write ${option}: 1e-6, or a list of ${leaves} numbers.`,
  });
}

function problemOfTolerance(value: unknown): string | undefined {
  if (typeof value !== "number" && !(Array.isArray(value) && value.length > 0))
    return "must be a number, or a list with one for each array of the state";
  // Copied because `every` skips holes.
  const list = typeof value === "number" ? [value] : Array.from(value);
  return list.every(isPositive) ? undefined : "must be positive and finite";
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY;
}

/** A name: a string that is not empty. */
export function nonEmptyString(remedy: string): Requirement {
  return must(
    (value) => typeof value === "string" && value !== "",
    "must be a string that is not empty",
    remedy,
  );
}
