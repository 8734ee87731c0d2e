import type { Backend, Reading, ScalarRequest } from "@symplectic-adjoint/core";
import { checkDriver } from "./check-driver.js";

/**
 * Drives a computation to its end, answering each request at once. What could be done meanwhile is left.
 *
 * @throws SynchronousReadError when it asks for a scalar of an engine that reads asynchronously only.
 */
export function runSync<T, A>(reading: Reading<T, A>, backend: Pick<Backend<A>, "readSync">): T {
  checkDriver(reading, backend, "readSync");
  let turn = reading.next(0);
  while (!turn.done) {
    const request = turn.value;
    if (request === undefined) turn = reading.next(0);
    else if (typeof request.scalar === "number") turn = reading.next(request.scalar);
    else turn = resume(reading, request, backend);
  }
  return turn.value;
}

/** Errors of a read are thrown into the computation, so that it frees what it holds. */
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
