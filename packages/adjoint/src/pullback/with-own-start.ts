import type { Problem } from "@symplectic-adjoint/core";

/** A problem whose initial state stays alive until it is released. */
export interface OwnStart<A> {
  readonly problem: Problem<A>;
  /** Calling it twice is allowed. */
  release(): void;
}

/**
 * The problem with a handle of its initial state for the backward pass, if that needs it: the caller may free y0 when the
 * solve has ended.
 */
export function withOwnStart<A>(problem: Problem<A>, isNeeded: boolean): OwnStart<A> {
  if (!isNeeded) return { problem, release() {} };
  const { backend } = problem;
  const y0 = backend.retain(problem.y0);
  return { problem: { ...problem, y0 }, release: () => backend.release(y0) };
}
