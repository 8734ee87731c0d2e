import type { Pause, Reading } from "@symplectic-adjoint/core";

/** A pause of a computation, and what is to be done when it is over. */
export interface WatchedPause<A> {
  /** What the computation pauses for. */
  readonly pause: Pause<A>;
  /** Called when the pause is over. What it throws is thrown into the computation, which then frees what it holds. */
  resume(): void;
}

/** The same computation, with something to be done before and after each of its pauses. */
export function* pausing<T, A>(
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
    // Where this computation is given up, so is that one.
    reading.return(undefined as never);
  }
}
