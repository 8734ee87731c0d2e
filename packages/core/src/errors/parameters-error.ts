import { type ErrorDetails, OdeError } from "./ode-error.js";

/** Trainable parameters were given or expected, and none of them reaches f. */
export class ParametersError extends OdeError {
  constructor(details: ErrorDetails) {
    super("ParametersError", "PARAMETERS", details);
  }
}
