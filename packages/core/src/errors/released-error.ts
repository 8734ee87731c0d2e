import { type ErrorDetails, OdeError } from "./ode-error.js";

/** What a backward pass needs was released already. */
export class ReleasedError extends OdeError {
  constructor(details: ErrorDetails) {
    super("ReleasedError", "RELEASED", details);
  }
}
