import type { Reading, ScalarRequest } from "@symplectic-adjoint/core";

/** A pause of a computation that waits for a value, or lets others run. */
export interface Pause<A> {
  /** What is asked for. */
  readonly request: ScalarRequest<A> | undefined;
  /** Called when the pause is over. What it throws is thrown into the computation, which then frees what it holds. */
  resume(): void;
}

/** The same computation, with something to be done before and after each of its pauses. */
export function* pausing<T, A>(
  reading: Reading<T, A>,
  pause: (request: ScalarRequest<A> | undefined) => Pause<A>,
): Reading<T, A> {
  try {
    let turn = reading.next(0);
    while (!turn.done) {
      const { request, resume } = pause(turn.value);
      let value: number;
      try {
        value = yield request;
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
