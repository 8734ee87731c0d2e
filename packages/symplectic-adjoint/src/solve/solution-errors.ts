import { InvalidArgumentError, ReleasedError } from "@symplectic-adjoint/core";

/** Of what is asked of a solution after `dispose`. */
export function disposedError(argument: string): ReleasedError {
  return new ReleasedError({
    argument,
    problem: "came after dispose() released the solution",
    remedy: "Call it before dispose(), or solve again.",
  });
}

/** Of a derivative that is asked of a solution without one. */
export function valueOnlyError(argument: string): ReleasedError {
  return new ReleasedError({
    argument,
    problem: "has no derivative to give: the solution was computed with differentiate: false",
    remedy: "Leave out differentiate: false.",
  });
}

/** Of a `pullbackAsync` that would end after the tape. */
export function recordsMeanwhile(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "pullbackAsync",
    problem: "was called while a tape records, which cannot wait for it",
    remedy:
      "Call it outside of tf.grads and minimize; within, call differentiable(y0), or pullback(cotangents).",
  });
}
