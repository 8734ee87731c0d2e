import { ReleasedError } from "@symplectic-adjoint/core";

/** A program was called after its memory was freed. */
export function releasedError(): ReleasedError {
  return new ReleasedError({
    argument: "A compiled program",
    problem: "was released and has no memory",
    remedy: "Call it before release(), or load the program again.",
  });
}
