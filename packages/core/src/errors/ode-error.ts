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

const ENTRIES =
  "https://github.com/symplectic-adjoint/symplectic-adjoint/blob/main/docs/errors.md#";

/**
 * Base class of this library's errors. `code` is stable; message texts may change.
 *
 * Where the engine begins a stack trace with the message, as V8 does, it also has the code and the address of its entry: what
 * Node and browsers print of an error that nobody catches.
 */
export class OdeError extends Error {
  readonly code: string;
  /** The address of the entry of the code in the docs: causes, and what to do. */
  readonly help: string;
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
    this.help = `${ENTRIES}${code.toLowerCase().replaceAll("_", "-")}`;
    const { stack, message } = this;
    const begin = [`Error: ${message}`, `${name}: ${message}`].find((text) =>
      stack?.startsWith(text),
    );
    if (begin !== undefined) {
      this.stack = `${name} [${code}]: ${message}\n    See ${this.help}${stack?.slice(begin.length)}`;
    }
    this.argument = details.argument;
    this.value = details.value;
    this.remedy = details.remedy;
  }
}
