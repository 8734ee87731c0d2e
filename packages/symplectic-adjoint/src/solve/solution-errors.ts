import { InvalidArgumentError, InvalidTimesError, ReleasedError } from "@symplectic-adjoint/core";

/** Error for using a disposed solution. */
export function disposedError(argument: string): ReleasedError {
  return new ReleasedError({
    argument,
    problem: "was called after dispose()",
    remedy: "Call it before dispose(), or solve again.",
  });
}

/** Error for requesting a derivative of a solution without one. */
export function valueOnlyError(argument: string): ReleasedError {
  return new ReleasedError({
    argument,
    problem: "is unavailable: the solution was computed with differentiate: false",
    remedy: "Omit differentiate: false.",
  });
}

/** Error for `pullbackAsync` under an active tape. */
export function tapeIsRecordingError(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "pullbackAsync",
    problem: "was called while a tape is recording, which cannot await it",
    remedy:
      "Call it outside of tf.grads and minimize; within, call differentiable(y0), or pullback(cotangents).",
  });
}

/** Error for evaluating a solution without dense output. */
export function notDenseError(argument: string): ReleasedError {
  return new ReleasedError({
    argument,
    problem: "is unavailable: the steps were not kept",
    remedy: "Pass dense: true to the solve.",
  });
}

/** Error for evaluating a solution that consists of its initial state. */
export function noStepsError(argument: string): InvalidTimesError {
  return new InvalidTimesError({
    argument,
    problem: "is unavailable: the solution has no step, because all of its times are equal",
    remedy: "Use ys, or solve for a longer time.",
  });
}

/** Error for gradients of times that are plain numbers. */
export function noTimesError(
  argument = "pullback(cotangents, { times: true })",
): InvalidArgumentError {
  return new InvalidArgumentError({
    argument,
    problem: "is unavailable: no times of the solve were given as an array",
    remedy:
      "Pass those to differentiate for as an array of the backend: t: tf.tensor1d([0, 1]), or Float64Array.of(0, 1).",
  });
}

/** Error for cotangents of events of a solve without any. */
export function noEventsError(argument = "pullback(cotangents, { events })"): InvalidArgumentError {
  return new InvalidArgumentError({
    argument,
    problem: "is unavailable: the solve has no events",
    remedy: "Pass events: [{ condition }] to the solve.",
  });
}
