import { type ErrorDetails, OdeError } from "./ode-error.js";

/** An argument is invalid. */
export class InvalidArgumentError extends OdeError {
  constructor(details: ErrorDetails) {
    super("InvalidArgumentError", "INVALID_ARGUMENT", details);
  }
}

/** Unknown name of an option or method. */
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

/** f returned nothing, or a value whose structure, shape or type differs from the state's. */
export class InvalidDynamicsError extends OdeError {
  constructor(details: ErrorDetails) {
    super("InvalidDynamicsError", "INVALID_DYNAMICS", details);
  }
}

/** f does not depend on any of the given or expected parameters. */
export class ParametersError extends OdeError {
  constructor(details: ErrorDetails) {
    super("ParametersError", "PARAMETERS", details);
  }
}

/** A parameter changed since the forward pass, so the steps cannot be replayed. */
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

/** The requested gradient is not implemented. */
export class UnsupportedGradientError extends OdeError {
  constructor(details: ErrorDetails) {
    super("UnsupportedGradientError", "UNSUPPORTED_GRADIENT", details);
  }
}

/** The integration reached the end of the search without an event. */
export class NoEventError extends OdeError {
  constructor(details: ErrorDetails) {
    super("NoEventError", "NO_EVENT", details);
  }
}

/** The time of an event has no derivative, because its condition hardly changes along the solution there. */
export class GrazingEventError extends OdeError {
  constructor(details: ErrorDetails) {
    super("GrazingEventError", "GRAZING_EVENT", details);
  }
}

/** A second derivative was requested, which the adjoint methods do not support. */
export class SecondDerivativeError extends OdeError {
  constructor(details: ErrorDetails) {
    super("SecondDerivativeError", "SECOND_DERIVATIVE", details);
  }
}

/** A synchronous function needs a value that the backend can only read asynchronously. */
export class SynchronousReadError extends OdeError {
  constructor(details: ErrorDetails) {
    super("SynchronousReadError", "SYNCHRONOUS_READ", details);
  }
}

/** Data needed by the backward pass has been released. */
export class ReleasedError extends OdeError {
  constructor(details: ErrorDetails) {
    super("ReleasedError", "RELEASED", details);
  }
}

/** The requested engine is unavailable: not installed, not supported here, or another engine became active instead. */
export class EngineUnavailableError extends OdeError {
  constructor(details: ErrorDetails) {
    super("EngineUnavailableError", "ENGINE_UNAVAILABLE", details);
  }
}

/**
 * An engine failed while running: its device was lost or rejected a command. Results computed since then are invalid.
 */
export class EngineFailedError extends OdeError {
  constructor(details: ErrorDetails) {
    super("EngineFailedError", "ENGINE_FAILED", details);
  }
}

/**
 * A checkpoint could not be stored or read back: a disk or a quota is full, a file vanished, or its data is corrupt. No
 * gradient is computed from it.
 */
export class CheckpointError extends OdeError {
  constructor(details: ErrorDetails) {
    super("CheckpointError", "CHECKPOINT", details);
  }
}

/**
 * f cannot be compiled: it uses an operation that is not supported, or does something that a program made once cannot
 * repeat, such as reading values. It may run interpreted.
 */
export class CompilationError extends OdeError {
  constructor(details: ErrorDetails) {
    super("CompilationError", "COMPILATION", details);
  }
}
