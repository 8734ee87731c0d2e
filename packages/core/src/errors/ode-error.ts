import { showValue } from "./show-value.js";

/** What an error says: which argument, what it was, what is wrong with it, what to write instead. */
export interface ErrorDetails {
  readonly argument: string;
  readonly value?: unknown;
  /** Completes the sentence that starts with the argument: "must be positive". */
  readonly problem: string;
  /** A sentence that says what to write instead. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** The family of this library's errors. `code` is stable; messages are for people and may improve. */
export class OdeError extends Error {
  readonly code: string;
  readonly argument: string;
  readonly value: unknown;
  readonly remedy: string;

  /** @param name That of the class, as a literal: minifiers rename classes. */
  constructor(name: string, code: string, details: ErrorDetails) {
    const shown = "value" in details ? ` (got ${showValue(details.value)})` : "";
    const options = details.cause === undefined ? undefined : { cause: details.cause };
    super(`${details.argument} ${details.problem}${shown}. ${details.remedy}`, options);
    this.name = name;
    this.code = code;
    this.argument = details.argument;
    this.value = details.value;
    this.remedy = details.remedy;
  }
}
