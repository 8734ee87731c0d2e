import type { State, StateFunction } from "@symplectic-adjoint/core";
import type { TestFunction } from "../problems/test-problem.js";
import type { TestStateFunction, TestValue } from "../problems/test-state-function.js";
import type { NumberArray } from "./ledger.js";

/** Conversions between the leaves of an accounting backend and flat arrays. */
export interface Leaves {
  join(leaves: State<NumberArray>): Float64Array;
  splitState(values: Float64Array): State<NumberArray>;
  splitParameters(values: Float64Array, wrt: ReadonlyArray<number>): State<NumberArray>;
  array(values: ArrayLike<number>): NumberArray;
}

/** Test functions of time and state for an accounting backend. Allocate only after all computations. */
export function accountingFunctions(
  functions: ReadonlyArray<TestStateFunction>,
  parameters: Float64Array,
  leaves: Leaves,
): ReadonlyArray<StateFunction<NumberArray>> {
  return functions.map((func) => {
    /** Resets have the leaves of the state, other values one leaf. */
    const split = (value: TestValue, like: State<NumberArray>): State<NumberArray> => {
      if (typeof value === "number") return [leaves.array([value])];
      const sameLength = value.length === leaves.join(like).length;
      return sameLength ? leaves.splitState(value) : [leaves.array(value)];
    };
    return {
      structure: undefined,
      evaluate: (t, y) => split(func.evaluate(t, leaves.join(y), parameters), y),
      pullback(t, y, cotangent, wrt, wantsTime) {
        const at = leaves.join(y);
        const value = func.evaluate(t, at, parameters);
        const joined = leaves.join(cotangent);
        const g = typeof value === "number" ? (joined[0] as number) : joined;
        const yBar = new Float64Array(at.length);
        const bar = new Float64Array(parameters.length);
        func.vjp(t, at, parameters, g, yBar, bar);
        const tBar = wantsTime === true ? func.timeVjp(t, at, parameters, g) : undefined;
        return {
          value: split(value, y),
          y: leaves.splitState(yBar),
          parameters: leaves.splitParameters(bar, wrt),
          ...(tBar !== undefined && { t: leaves.array([tBar]) }),
        };
      },
    };
  });
}

/** (∂f/∂t)ᵀ g of a test function; 0 if it does not depend on t. */
export function timeVjpOf(func: TestFunction, t: number, y: Float64Array, g: Float64Array): number {
  if (func.timeDerivative === undefined) return 0;
  const rate = new Float64Array(y.length);
  func.timeDerivative(t, y, func.parameters, rate);
  return g.reduce((sum, value, i) => sum + value * (rate[i] as number), 0);
}

/** Throws if a record is asked for a time cotangent that was not announced. */
export function requireAnnounced(wantsTime?: boolean, announced?: boolean): void {
  if (wantsTime === true && announced !== true)
    throw new Error("The cotangent of t was not announced when the evaluation was recorded.");
}
