import type { Pause } from "@symplectic-adjoint/core";

/** Whether a computation waits for a promise, not for a scalar. */
export function isPromise<A>(pause: Exclude<Pause<A>, undefined>): pause is PromiseLike<unknown> {
  return "then" in pause;
}
