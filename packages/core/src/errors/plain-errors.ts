import { type ErrorDetails, OdeError } from "./ode-error.js";

/** An argument is invalid. */
export class InvalidArgumentError extends OdeError {
  constructor(details: ErrorDetails) {
    super("InvalidArgumentError", "INVALID_ARGUMENT", details);
  }
}

/** An option or a method has a name that this library does not know. */
export class UnknownOptionError extends OdeError {
  constructor(details: ErrorDetails) {
    super("UnknownOptionError", "UNKNOWN_OPTION", details);
  }
}

/** Output, step or jump times are empty, not monotone, not finite, not one-dimensional, or repeated. */
export class InvalidTimesError extends OdeError {
  constructor(details: ErrorDetails) {
    super("InvalidTimesError", "INVALID_TIMES", details);
  }
}

/** A tolerance is negative, zero, not finite, or given for the wrong number of leaves. */
export class InvalidToleranceError extends OdeError {
  constructor(details: ErrorDetails) {
    super("InvalidToleranceError", "INVALID_TOLERANCE", details);
  }
}

/** The initial state is empty, not floating, or not made of arrays of the backend. */
export class InvalidStateError extends OdeError {
  constructor(details: ErrorDetails) {
    super("InvalidStateError", "INVALID_STATE", details);
  }
}

/** f returned nothing, or something of another structure, shape or type than its state. */
export class InvalidDynamicsError extends OdeError {
  constructor(details: ErrorDetails) {
    super("InvalidDynamicsError", "INVALID_DYNAMICS", details);
  }
}

/** Trainable parameters were given or expected, and none of them reaches f. */
export class ParametersError extends OdeError {
  constructor(details: ErrorDetails) {
    super("ParametersError", "PARAMETERS", details);
  }
}

/** A parameter is not what it was in the forward pass, so the forward pass cannot be taken again. */
export class ParametersChangedError extends OdeError {
  constructor(details: ErrorDetails) {
    super("ParametersChangedError", "PARAMETERS_CHANGED", details);
  }
}

/** The engine has no gradient for an operation of f. */
export class MissingGradientError extends OdeError {
  constructor(details: ErrorDetails) {
    super("MissingGradientError", "MISSING_GRADIENT", details);
  }
}

/** A gradient was asked for that is not computed. */
export class UnsupportedGradientError extends OdeError {
  constructor(details: ErrorDetails) {
    super("UnsupportedGradientError", "UNSUPPORTED_GRADIENT", details);
  }
}

/** A derivative of a gradient was asked for, which the adjoint methods do not have. */
export class SecondDerivativeError extends OdeError {
  constructor(details: ErrorDetails) {
    super("SecondDerivativeError", "SECOND_DERIVATIVE", details);
  }
}

/** A synchronous function needs a number that the backend delivers asynchronously only. */
export class SynchronousReadError extends OdeError {
  constructor(details: ErrorDetails) {
    super("SynchronousReadError", "SYNCHRONOUS_READ", details);
  }
}

/** What a backward pass needs was released already. */
export class ReleasedError extends OdeError {
  constructor(details: ErrorDetails) {
    super("ReleasedError", "RELEASED", details);
  }
}

/** An engine that was asked for is unavailable: not installed, not supported here, or another engine became active instead. */
export class EngineUnavailableError extends OdeError {
  constructor(details: ErrorDetails) {
    super("EngineUnavailableError", "ENGINE_UNAVAILABLE", details);
  }
}

/** An engine failed while it worked: its device was lost, or refused a command. What it computed since is not to be trusted. */
export class EngineFailedError extends OdeError {
  constructor(details: ErrorDetails) {
    super("EngineFailedError", "ENGINE_FAILED", details);
  }
}
