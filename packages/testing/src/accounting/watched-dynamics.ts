import type { Dynamics } from "@symplectic-adjoint/core";

/** Something a solver asks of a dynamics: an evaluation, one that is recorded, a VJP of a record, or all three at once. */
export type DynamicsCall = "evaluate" | "record" | "vjp" | "pullback";

/**
 * The same dynamics, telling beforehand whenever it is used. What `onCall` throws comes out of the call, as if f had
 * thrown it.
 *
 * @example
 * let calls = 0;
 * watchedDynamics(dynamics, () => {
 *   if (++calls === 3) throw new Error("The third call fails.");
 * });
 */
export function watchedDynamics<A>(
  dynamics: Dynamics<A>,
  onCall: (call: DynamicsCall, t: number) => void,
): Dynamics<A> {
  return {
    parameters: dynamics.parameters,
    watchParameters: dynamics.watchParameters,
    evaluate(t, y) {
      onCall("evaluate", t);
      return dynamics.evaluate(t, y);
    },
    record(t, y) {
      onCall("record", t);
      const { value, pullback, release } = dynamics.record(t, y);
      return {
        value,
        release,
        pullback(cotangent, wrt) {
          onCall("vjp", t);
          return pullback(cotangent, wrt);
        },
      };
    },
    pullback(t, y, cotangent, wrt) {
      onCall("pullback", t);
      return dynamics.pullback(t, y, cotangent, wrt);
    },
  };
}
