import type { Dynamics } from "@symplectic-adjoint/core";

/** A use of dynamics by a solver: an evaluation, a recorded evaluation, a VJP of a record, or all three in one call. */
export type DynamicsCall = "evaluate" | "record" | "vjp" | "pullback";

/**
 * Wraps dynamics and calls `onCall` before each use; its errors propagate as if f had thrown them.
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
    functions: dynamics.functions,
    watchParameters: dynamics.watchParameters,
    evaluate(t, y) {
      onCall("evaluate", t);
      return dynamics.evaluate(t, y);
    },
    record(t, y, announced) {
      onCall("record", t);
      const { value, pullback, release } = dynamics.record(t, y, announced);
      return {
        value,
        release,
        pullback(cotangent, wrt, wantsTime) {
          onCall("vjp", t);
          return pullback(cotangent, wrt, wantsTime);
        },
      };
    },
    pullback(t, y, cotangent, wrt, wantsTime) {
      onCall("pullback", t);
      return dynamics.pullback(t, y, cotangent, wrt, wantsTime);
    },
  };
}
