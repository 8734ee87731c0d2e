import type { ErrorDetails, OdeError } from "../errors/ode-error.js";

/** What an argument or an option must be: an entry of the tables by which all input is checked. */
export interface Requirement {
  /** What is wrong with a value, as the rest of a sentence that begins with the name; undefined if nothing is. */
  problemOf(value: unknown): string | undefined;
  /** A sentence that says what to write instead. */
  readonly remedy: string;
  /** The kind of error. Default InvalidArgumentError. */
  readonly error?: (new (details: ErrorDetails) => OdeError) | undefined;
  /** Whether undefined is refused. Default false: it counts as left out. */
  readonly required?: boolean | undefined;
}

/** The options of a function, by name. */
export type OptionTable = Readonly<Record<string, Requirement>>;

/**
 * A requirement that is a single question.
 *
 * @param problem Completes the sentence that begins with the name: "must be positive".
 */
export function must(
  fits: (value: unknown) => boolean,
  problem: string,
  remedy: string,
  error?: Requirement["error"],
): Requirement {
  return { problemOf: (value) => (fits(value) ? undefined : problem), remedy, error };
}

/** The same requirement of something that may not be left out. */
export function required(requirement: Requirement): Requirement {
  return { ...requirement, required: true };
}
