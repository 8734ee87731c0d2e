import { type Backend, InvalidTimesError } from "@symplectic-adjoint/core";
import { isNumberList } from "./check-times.js";

/** Output times: numbers, or a one-dimensional array of the backend. */
export type Times<A> = ArrayLike<number> | A;

/** Times as numbers, read synchronously. @throws SynchronousReadError if the backend cannot. */
export function readTimesSync<A>(t: Times<A>, backend: Backend<A>): ArrayLike<number> {
  return needsReading(t, backend) ? backend.toHostSync(t) : checkList(t);
}

/** Times as numbers. */
export async function readTimes<A>(t: Times<A>, backend: Backend<A>): Promise<ArrayLike<number>> {
  return needsReading(t, backend) ? await backend.toHost(t) : checkList(t);
}

/** Whether the times are an array of the backend. */
export function isTimesArray<A>(t: Times<A>, backend: Backend<A>): t is A {
  if (!backend.isArray(t)) return false;
  const fault = backend.faultOf?.(t, true);
  if (fault !== undefined) throw new InvalidTimesError({ argument: "t", value: t, ...fault });
  if (backend.shape(t).length === 1) return true;
  throw wrongTimes(t);
}

/** Whether the times are an array of the backend whose values must be read. */
export function needsReading<A>(t: Times<A>, backend: Backend<A>): t is A {
  return !isNumberList(t) && isTimesArray(t, backend);
}

function checkList(t: unknown): ArrayLike<number> {
  if (isNumberList(t)) return t;
  throw wrongTimes(t);
}

function wrongTimes(t: unknown): InvalidTimesError {
  return new InvalidTimesError({
    argument: "t",
    value: t,
    problem: "must be a list of numbers or a one-dimensional array",
    remedy: "Write [0, 0.5, 1].",
  });
}
