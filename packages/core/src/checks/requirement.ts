import type { ErrorDetails, OdeError } from "../errors/ode-error.js";

/** Requirement on an argument or option: an entry of the tables used to validate all input. */
export interface Requirement {
  /** Describes the problem, completing a sentence that starts with the name; undefined if the value is valid. */
  problemOf(value: unknown): string | undefined;
  /** A sentence that says what to write instead. */
  readonly remedy: string;
  /** A sentence for values whose meaning is known, such as the name of another library, put before the remedy. */
  hintFor?(value: unknown): string | undefined;
  /** The kind of error. Default InvalidArgumentError. */
  readonly error?: (new (details: ErrorDetails) => OdeError) | undefined;
  /** Whether undefined is rejected. Default false: it counts as omitted. */
  readonly required?: boolean | undefined;
}

/** The options of a function, by name. */
export type OptionTable = Readonly<Record<string, Requirement>>;

/**
 * A requirement given by a single predicate.
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

/** The same requirement for a mandatory value. */
export function required(requirement: Requirement): Requirement {
  return { ...requirement, required: true };
}
