import { type ErrorDetails, OdeError } from "./ode-error.js";

/** The initial state is empty, not floating, or not made of arrays of the backend. */
export class InvalidStateError extends OdeError {
  constructor(details: ErrorDetails) {
    super("InvalidStateError", "INVALID_STATE", details);
  }
}
