import {
  type Backend,
  isPromise,
  type Pause,
  type Reading,
  type ScalarRequest,
} from "@symplectic-adjoint/core";
import { checkDriver } from "./check-driver.js";
import { clock } from "./clock.js";
import { eventLoopYielder } from "./event-loop-yielder.js";
import { type PendingReads, pendingReads } from "./pending-reads.js";

/**
 * Runs a computation: starts each read, calls `whileWaiting`, then awaits the value. Yields to the event loop about
 * every 12 ms.
 */
export async function runAsync<T, A>(
  reading: Reading<T, A>,
  backend: Pick<Backend<A>, "read">,
): Promise<T> {
  checkDriver(reading, backend, "read");
  const reads = pendingReads(backend);
  const events = eventLoopYielder();
  let turn = reading.next(0);
  while (!turn.done) {
    let value: unknown = 0;
    try {
      const failure = begin(turn.value, reads);
      // Yield after starting the read: the waiting times overlap.
      if (events.due()) await events.handle();
      if (turn.value !== undefined) value = await answer(turn.value, reads);
      if (failure !== undefined) throw failure.error;
    } catch (error) {
      // Thrown into the computation, so that it frees its memory.
      turn = reading.throw(error);
      continue;
    }
    turn = reading.next(value);
  }
  return turn.value;
}

/** Starts the requested reads and does the work for the waiting time. Returns the error thrown by that work. */
function begin<A>(
  pause: Pause<A>,
  reads: PendingReads<A>,
): { readonly error: unknown } | undefined {
  if (pause === undefined || isPromise(pause)) return undefined;
  const { scalar, prefetch, whileWaiting } = pause;
  // The value is already on the host: no waiting.
  if (typeof scalar === "number") return undefined;
  reads.begin(scalar);
  for (const other of prefetch ?? []) reads.begin(other);
  try {
    whileWaiting?.();
  } catch (error) {
    return { error };
  }
  return undefined;
}

async function answer<A>(
  pause: ScalarRequest<A> | PromiseLike<unknown>,
  reads: PendingReads<A>,
): Promise<unknown> {
  if (isPromise(pause)) return await pause;
  const { scalar, counts } = pause;
  if (typeof scalar === "number") return scalar;
  const since = clock();
  const result = await reads.take(scalar);
  if (counts !== undefined) {
    counts.readbacks++;
    counts.stalled += clock() - since;
  }
  if ("error" in result) throw result.error;
  return result.value;
}
