import { type ErrorDetails, OdeError } from "./ode-error.js";

/** A synchronous function needs a number that the engine delivers asynchronously only. */
export class SynchronousReadError extends OdeError {
  constructor(details: ErrorDetails) {
    super("SynchronousReadError", "SYNCHRONOUS_READ", details);
  }
}
