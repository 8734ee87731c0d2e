import { type ErrorDetails, OdeError } from "./ode-error.js";

/** A gradient was asked for that is not computed. */
export class UnsupportedGradientError extends OdeError {
  constructor(details: ErrorDetails) {
    super("UnsupportedGradientError", "UNSUPPORTED_GRADIENT", details);
  }
}
