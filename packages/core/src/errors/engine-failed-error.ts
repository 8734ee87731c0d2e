import { type ErrorDetails, OdeError } from "./ode-error.js";

/** An engine failed while it worked: its device was lost, or refused a command. What it computed since is not to be trusted. */
export class EngineFailedError extends OdeError {
  constructor(details: ErrorDetails) {
    super("EngineFailedError", "ENGINE_FAILED", details);
  }
}
