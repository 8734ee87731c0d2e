import { must, numberRequirement, type Requirement, required } from "@symplectic-adjoint/core";

/** A whole number from 1 on. */
export function count(name: string): Requirement {
  return numberRequirement(isCount, "must be a positive integer", `Write ${name}: 2, say.`);
}

/** A list of whole numbers from 1 on, which may be empty. */
export function counts(name: string): Requirement {
  return must(
    // Copied because `every` skips holes.
    (value) => Array.isArray(value) && Array.from(value).every(isCount),
    "must be a list of positive integers",
    `Write ${name}: [64, 64], say.`,
  );
}

/** A finite number above 0. */
export function positive(name: string): Requirement {
  return numberRequirement(
    (value) => value > 0 && Number.isFinite(value),
    "must be positive and finite",
    `Write ${name}: 1, say.`,
  );
}

/** A finite number from 0 on. */
export function notNegative(name: string): Requirement {
  return numberRequirement(
    (value) => value >= 0 && Number.isFinite(value),
    "must be 0 or positive, and finite",
    `Write ${name}: 0.01, say, or leave it out.`,
  );
}

/** The seed of random numbers. */
export const seedRequirement: Requirement = numberRequirement(
  Number.isSafeInteger,
  "must be an integer",
  "Write seed: 1, say, or leave it out for other random numbers each time.",
);

/** An object that has certain functions. */
export function having(
  members: ReadonlyArray<string>,
  problem: string,
  remedy: string,
): Requirement {
  return required(must((value) => hasFunctions(value, members), problem, remedy));
}

/** Whether a value is an object that has functions of these names. */
export function hasFunctions(value: unknown, members: ReadonlyArray<string>): boolean {
  if (typeof value !== "object" || value === null) return false;
  return members.every((name) => typeof (value as Record<string, unknown>)[name] === "function");
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
