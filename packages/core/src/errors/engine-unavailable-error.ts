import { type ErrorDetails, OdeError } from "./ode-error.js";

/** An engine was asked for and is not to be had: not installed, not supported here, or another one answers instead. */
export class EngineUnavailableError extends OdeError {
  constructor(details: ErrorDetails) {
    super("EngineUnavailableError", "ENGINE_UNAVAILABLE", details);
  }
}
