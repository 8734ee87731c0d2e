import type { Requirement } from "./requirement.js";

/** What a member of a part must be; with a question mark it may be missing. */
export type Member =
  | "string"
  | "boolean"
  | "function"
  | "function?"
  | ((member: unknown) => string | undefined);

/** The members of a part, by name. */
export type Members = Readonly<Record<string, Member>>;

/**
 * A part of the solver, by what it must have: every member of its contract is looked at, so that a part that is half made
 * is refused where it is given, not where it is used. Members may be inherited, as those of a class are.
 *
 * @param kind "a step-size controller".
 */
export function contract(kind: string, members: Members, remedy: string): Requirement {
  const entries = Object.entries(members);
  // What is frozen remains what it was found to be: the usual parts are looked at once.
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
        if (problem !== undefined) return `must be ${kind}, and its ${name} ${problem}`;
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
