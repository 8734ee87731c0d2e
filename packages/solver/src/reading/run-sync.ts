import {
  type Backend,
  isPromise,
  type Reading,
  type ScalarRequest,
  SynchronousReadError,
} from "@symplectic-adjoint/core";
import { checkDriver } from "./check-driver.js";

/**
 * Runs a computation with synchronous reads. Ignores `whileWaiting`.
 *
 * @throws SynchronousReadError if it requests a scalar of a backend with asynchronous reads only, or waits for a
 * promise.
 */
export function runSync<T, A>(reading: Reading<T, A>, backend: Pick<Backend<A>, "readSync">): T {
  checkDriver(reading, backend, "readSync");
  let turn = reading.next(0);
  while (!turn.done) {
    const pause = turn.value;
    if (pause === undefined) turn = reading.next(0);
    else if (isPromise(pause)) turn = reading.throw(cannotWait());
    else if (typeof pause.scalar === "number") turn = reading.next(pause.scalar);
    else turn = resume(reading, pause, backend);
  }
  return turn.value;
}

/** Errors of a read are thrown into the computation, so that it frees its memory. */
function resume<T, A>(
  reading: Reading<T, A>,
  { scalar, counts }: ScalarRequest<A>,
  backend: Pick<Backend<A>, "readSync">,
) {
  let value: number;
  try {
    if (counts !== undefined) counts.readbacks++;
    value = backend.readSync(scalar);
  } catch (error) {
    return reading.throw(error);
  }
  return reading.next(value);
}

function cannotWait(): SynchronousReadError {
  return new SynchronousReadError({
    argument: "A computation that waits for a promise",
    problem: "cannot be run synchronously",
    remedy:
      "Use solveAsync or the …Async variant of the function, or a store and a method that never wait.",
  });
}
