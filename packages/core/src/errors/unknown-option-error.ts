import { type ErrorDetails, OdeError } from "./ode-error.js";

/** An option or a method has a name that this library does not know. */
export class UnknownOptionError extends OdeError {
  constructor(details: ErrorDetails) {
    super("UnknownOptionError", "UNKNOWN_OPTION", details);
  }
}
