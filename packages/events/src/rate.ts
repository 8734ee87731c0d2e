import { type Backend, OdeError, type State } from "@symplectic-adjoint/core";
import type { EventSpec } from "./event-spec.js";
import { asArray, sumOfScalars } from "./scalars.js";

/**
 * G = g_y · ẏ + g_t: the rate at which a condition changes along the solution; a scalar owned by the caller. Instead the
 * reason, if the condition cannot be differentiated.
 */
export function rateOf<A>(
  backend: Backend<A>,
  { condition }: EventSpec<A>,
  t: number,
  y: State<A>,
  slope: State<A>,
): A | number | OdeError {
  let rate: A | number | undefined;
  backend.openScope();
  try {
    const one = [asArray(backend, 1)];
    const { y: gradient, t: partial = 0 } = condition.pullback(t, y, one, [], true);
    rate = sumOfScalars(backend, 1, [backend.dot(gradient, slope), partial]);
    return rate;
  } catch (error) {
    // An integration that is never differentiated does not need it.
    if (error instanceof OdeError) return error;
    throw error;
  } finally {
    backend.closeScope(rate === undefined || typeof rate === "number" ? [] : [[rate]]);
  }
}
