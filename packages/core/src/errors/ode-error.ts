import { showValue } from "./show-value.js";

/** The parts of an error message: argument, value, problem, remedy. */
export interface ErrorDetails {
  readonly argument: string;
  readonly value?: unknown;
  /** Completes the sentence that starts with the argument: "must be positive". */
  readonly problem: string;
  /** A sentence that says what to write instead. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** Base class of this library's errors. `code` is stable; message texts may change. */
export class OdeError extends Error {
  readonly code: string;
  readonly argument: string;
  readonly value: unknown;
  readonly remedy: string;

  /** @param name Name of the class as a string literal, because minifiers rename classes. */
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
