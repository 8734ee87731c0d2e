import { type ErrorDetails, OdeError } from "./ode-error.js";

/** An argument has a value that cannot be meant. */
export class InvalidArgumentError extends OdeError {
  constructor(details: ErrorDetails) {
    super("InvalidArgumentError", "INVALID_ARGUMENT", details);
  }
}
