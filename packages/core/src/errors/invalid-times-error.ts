import { type ErrorDetails, OdeError } from "./ode-error.js";

/** Output, step or jump times are empty, not monotone, not finite, not one-dimensional, or repeated. */
export class InvalidTimesError extends OdeError {
  constructor(details: ErrorDetails) {
    super("InvalidTimesError", "INVALID_TIMES", details);
  }
}
