import type { Dynamics, State } from "@symplectic-adjoint/core";
import {
  type AccountingBackend,
  accountingDynamics,
  type NumberArray,
  type TestFunction,
} from "@symplectic-adjoint/testing";

/** Dynamics whose pullback returns the cotangent of the time, as an array of the open scope. */
export function timedDynamics(
  backend: AccountingBackend,
  func: TestFunction,
): Dynamics<NumberArray> {
  const dynamics = accountingDynamics(backend, func);
  return {
    ...dynamics,
    pullback(t, y, cotangent, wrt, wantsTime) {
      const pulled = dynamics.pullback(t, y, cotangent, wrt);
      if (wantsTime !== true) return pulled;
      return { ...pulled, t: func.timeDerivative ? timeOf(backend, func, t, y, cotangent) : 0 };
    },
  };
}

function timeOf(
  backend: AccountingBackend,
  func: TestFunction,
  t: number,
  y: State<NumberArray>,
  cotangent: State<NumberArray>,
): NumberArray {
  const values = Float64Array.from((y[0] as NumberArray).values);
  const rate = new Float64Array(values.length);
  func.timeDerivative?.(t, values, func.parameters, rate);
  const g = (cotangent[0] as NumberArray).values;
  return backend.array([rate.reduce((sum, x, i) => sum + x * (g[i] as number), 0)]);
}
