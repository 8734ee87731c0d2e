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
  const entries = Object.entries(members);
  // Frozen parts cannot change, so they are checked once.
  const known = new WeakSet<object>();
  return {
    remedy,
    problemOf(value) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return `must be ${kind}`;
      }
      if (known.has(value)) return undefined;
      for (const [name, member] of entries) {
        const problem = problemOfMember((value as Readonly<Record<string, unknown>>)[name], member);
        if (problem !== undefined) return `must be ${kind}, but its ${name} ${problem}`;
      }
      if (Object.isFrozen(value)) known.add(value);
      return undefined;
    },
  };
}

function problemOfMember(value: unknown, member: Member): string | undefined {
  if (typeof member === "function") return member(value);
  if (value === undefined && member.endsWith("?")) return undefined;
  const type = member.replace("?", "");
  if (value === undefined) return `is missing: it must be a ${type}`;
  return typeof value === type ? undefined : `must be a ${type}`;
}
