import { type ErrorDetails, OdeError } from "./ode-error.js";

/** A parameter is not what it was in the forward pass, so the forward pass cannot be taken again. */
export class ParametersChangedError extends OdeError {
  constructor(details: ErrorDetails) {
    super("ParametersChangedError", "PARAMETERS_CHANGED", details);
  }
}
