import { type ErrorDetails, OdeError } from "./ode-error.js";

/** A tolerance is negative, zero, not finite, or given for the wrong number of leaves. */
export class InvalidToleranceError extends OdeError {
  constructor(details: ErrorDetails) {
    super("InvalidToleranceError", "INVALID_TOLERANCE", details);
  }
}
