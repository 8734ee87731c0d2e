import type { Dynamics, DynamicsBackend } from "@symplectic-adjoint/core";

/** Calls of an engine's dynamics. */
export interface CallCounts {
  /** Evaluations of f, the recorded ones included. */
  readonly evaluations: number;
  /** Evaluations that were recorded for a vector–Jacobian product. */
  readonly recorded: number;
  readonly vjps: number;
}

/** A backend that wraps another one and counts calls. */
export interface CountingEngine<A, F> {
  readonly engine: DynamicsBackend<A, F>;
  /** Counts since the last call. */
  takeCounts(): CallCounts;
}

/** Counts calls directly, independently of the solver's statistics. */
export function countingEngine<A, F>(engine: DynamicsBackend<A, F>): CountingEngine<A, F> {
  let counts = { evaluations: 0, recorded: 0, vjps: 0 };
  const count = (dynamics: Dynamics<A>): Dynamics<A> => ({
    parameters: dynamics.parameters,
    evaluate(t, y) {
      counts.evaluations++;
      return dynamics.evaluate(t, y);
    },
    record(t, y, announced) {
      counts.evaluations++;
      counts.recorded++;
      const { value, pullback, release } = dynamics.record(t, y, announced);
      return {
        value,
        release,
        pullback(cotangent, wrt, wantsTime) {
          counts.vjps++;
          return pullback(cotangent, wrt, wantsTime);
        },
      };
    },
    pullback(t, y, cotangent, wrt, wantsTime) {
      counts.evaluations++;
      counts.recorded++;
      counts.vjps++;
      return dynamics.pullback(t, y, cotangent, wrt, wantsTime);
    },
    functions: dynamics.functions,
    watchParameters: () => dynamics.watchParameters(),
  });
  return {
    engine: { ...engine, dynamics: (func, context) => count(engine.dynamics(func, context)) },
    takeCounts() {
      const taken = counts;
      counts = { evaluations: 0, recorded: 0, vjps: 0 };
      return taken;
    },
  };
}
