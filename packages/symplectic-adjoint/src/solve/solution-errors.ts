import { InvalidArgumentError, ReleasedError } from "@symplectic-adjoint/core";

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
