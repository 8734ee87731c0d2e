import { type ErrorDetails, OdeError } from "./ode-error.js";

/** The engine has no gradient for an operation of f. */
export class MissingGradientError extends OdeError {
  constructor(details: ErrorDetails) {
    super("MissingGradientError", "MISSING_GRADIENT", details);
  }
}
