import type { Requirement } from "./requirement.js";

/** Required type of a member; a question mark marks it as optional. */
export type Member =
  | "string"
  | "boolean"
  | "function"
  | "function?"
  | ((member: unknown) => string | undefined);

/** The members of a part, by name. */
export type Members = Readonly<Record<string, Member>>;

/**
 * Requirement for a part of the solver. Checks every member of its interface, so that an incomplete part is rejected
 * where it is passed, not where it is used. Members may be inherited.
 *
 * @param kind "a step-size controller".
 */
export function contract(kind: string, members: Members, remedy: string): Requirement {
  const entries = Object.entries(members).map(([name, member]) => {
    return { name, problemOf: typeof member === "string" ? problemOfType(member) : member };
  });
  return {
    remedy,
    problemOf(value) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return `must be ${kind}`;
      }
      for (const { name, problemOf } of entries) {
        const problem = problemOf((value as Readonly<Record<string, unknown>>)[name]);
        if (problem !== undefined) return `must be ${kind}, but its ${name} ${problem}`;
      }
      return undefined;
    },
  };
}

function problemOfType(member: string): (value: unknown) => string | undefined {
  const isOptional = member.endsWith("?");
  const type = member.replace("?", "");
  return (value) => {
    if (value === undefined) return isOptional ? undefined : `is missing: it must be a ${type}`;
    return typeof value === type ? undefined : `must be a ${type}`;
  };
}
