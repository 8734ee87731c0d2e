import type { Dynamics } from "@symplectic-adjoint/core";
import type { TestFunction } from "../problems/test-problem.js";
import type { TestStateFunction } from "../problems/test-state-function.js";
import type { AccountingBackend } from "./accounting-backend.js";
import { accountingFunctions, requireAnnounced, timeVjpOf } from "./accounting-functions.js";
import type { NumberArray } from "./ledger.js";

/**
 * A test function on an accounting backend, and other functions of time and state with the same parameters; `times`
 * collects the times of the evaluations of f. The cotangent of t is an array, for leaks of it to be found.
 */
export function accountingDynamics(
  backend: AccountingBackend,
  func: TestFunction,
  times: Array<number> = [],
  functions: ReadonlyArray<TestStateFunction> = [],
): Dynamics<NumberArray> {
  const parameters = [backend.array(func.parameters)];
  const valueAt = (t: number, y: NumberArray) => {
    times.push(t);
    const values = Float64Array.from(backend.toHostSync(y));
    const dy = new Float64Array(values.length);
    func.evaluate(t, values, func.parameters, dy);
    return [backend.array(dy)];
  };
  const vjpAt = (
    t: number,
    y: NumberArray,
    g: NumberArray,
    wrt: ReadonlyArray<number>,
    wantsTime?: boolean,
  ) => {
    const values = Float64Array.from(backend.toHostSync(y));
    const yBar = new Float64Array(values.length);
    const bar = new Float64Array(func.parameters.length);
    const cotangent = Float64Array.from(backend.toHostSync(g));
    func.vjp(t, values, func.parameters, cotangent, yBar, bar);
    return {
      y: [backend.array(yBar)],
      parameters: wrt.map(() => backend.array(bar)),
      ...(wantsTime === true && { t: backend.array([timeVjpOf(func, t, values, cotangent)]) }),
    };
  };
  return {
    parameters,
    evaluate: (t, [y]) => valueAt(t, y as NumberArray),
    record(t, [y], announced) {
      const value = valueAt(t, y as NumberArray);
      const at = backend.retain([y as NumberArray])[0] as NumberArray;
      const release = backend.hold();
      return {
        value,
        pullback([g], wrt, wantsTime) {
          requireAnnounced(wantsTime, announced);
          return vjpAt(t, at, g as NumberArray, wrt, wantsTime);
        },
        release() {
          backend.release([at]);
          release();
        },
      };
    },
    pullback(t, [y], [g], wrt, wantsTime) {
      return {
        value: valueAt(t, y as NumberArray),
        ...vjpAt(t, y as NumberArray, g as NumberArray, wrt, wantsTime),
      };
    },
    functions: accountingFunctions(functions, func.parameters, {
      join: ([leaf]) => Float64Array.from(backend.toHostSync(leaf as NumberArray)),
      splitState: (values) => [backend.array(values)],
      splitParameters: (bar, wrt) => wrt.map(() => backend.array(bar)),
      array: backend.array,
    }),
    watchParameters: () => () => undefined,
  };
}
