import type { Pause, Reading } from "@symplectic-adjoint/core";

/** A pause of a computation, and a callback for its end. */
export interface WatchedPause<A> {
  /** The request that the computation yields. */
  readonly pause: Pause<A>;
  /** Called after the pause; errors are thrown into the computation, which then frees its memory. */
  resume(): void;
}

/** Wraps a computation with hooks around each pause. */
export function* aroundPauses<T, A>(
  reading: Reading<T, A>,
  watch: (pause: Pause<A>) => WatchedPause<A>,
): Reading<T, A> {
  try {
    let turn = reading.next(0);
    while (!turn.done) {
      const { pause, resume } = watch(turn.value);
      let value: unknown;
      try {
        value = yield pause;
        resume();
      } catch (error) {
        turn = reading.throw(error);
        continue;
      }
      turn = reading.next(value);
    }
    return turn.value;
  } finally {
    // Cancellation is forwarded.
    reading.return(undefined as never);
  }
}
