import { type ErrorDetails, OdeError } from "./ode-error.js";

/** f returned nothing, or something of another structure, shape or type than its state. */
export class InvalidDynamicsError extends OdeError {
  constructor(details: ErrorDetails) {
    super("InvalidDynamicsError", "INVALID_DYNAMICS", details);
  }
}
