import { type ErrorDetails, OdeError } from "./ode-error.js";

/** A derivative of a gradient was asked for, which the adjoint methods do not have. */
export class SecondDerivativeError extends OdeError {
  constructor(details: ErrorDetails) {
    super("SecondDerivativeError", "SECOND_DERIVATIVE", details);
  }
}
