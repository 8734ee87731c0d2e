import type { State } from "@symplectic-adjoint/core";
import type { Leaves } from "../executors/executor.js";
import type { SolveValues } from "./shared-program.js";

/** The parameters of one solve, with the values that they had at its beginning. */
export interface SolveParameters<A> {
  readonly arrays: State<A>;
  /** The values to run with now. */
  current(): SolveValues;
  /**
   * See `Dynamics.watchParameters`: of variables. Other tensors do not change, and may be disposed of before the backward pass,
   * because programs have copies: those that a loss computes on a tape are, at the end of the forward pass.
   */
  watch(): () => number | undefined;
  /** See `Dynamics.withParameters`. */
  withValues<T>(values: Leaves, body: () => T): T;
}

/** Parameters that keep their values for a solve. */
export function solveParameters<A>(
  arrays: State<A>,
  values: SolveValues,
  watch: SolveParameters<A>["watch"],
): SolveParameters<A> {
  let current = values;
  return {
    arrays,
    current: () => current,
    watch,
    withValues(parameters, body) {
      const before = current;
      current = { ...before, parameters };
      try {
        return body();
      } finally {
        current = before;
      }
    },
  };
}
