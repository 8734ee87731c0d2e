import type { Backend, Reading } from "@symplectic-adjoint/core";

/**
 * Drives a computation to its end, answering each scalar at once.
 *
 * @throws SynchronousReadError when it asks for a scalar of an engine that reads asynchronously only.
 */
export function runSync<T, A>(reading: Reading<T, A>, backend: Pick<Backend<A>, "readSync">): T {
  let turn = reading.next(0);
  while (!turn.done) {
    const request = turn.value;
    if (typeof request === "number") turn = reading.next(request);
    else if (request === undefined) turn = reading.next(0);
    else turn = resume(reading, () => backend.readSync(request));
  }
  return turn.value;
}

/** Errors of a read are thrown into the computation, so that it frees what it holds. */
function resume<T, A>(reading: Reading<T, A>, read: () => number) {
  let value: number;
  try {
    value = read();
  } catch (error) {
    return reading.throw(error);
  }
  return reading.next(value);
}
