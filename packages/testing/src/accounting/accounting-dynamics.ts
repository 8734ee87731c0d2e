import type { Dynamics } from "@symplectic-adjoint/core";
import type { TestFunction } from "../problems/test-problem.js";
import type { AccountingBackend } from "./accounting-backend.js";
import type { NumberArray } from "./ledger.js";

/** A test function on an accounting backend; `times` collects the times of its evaluations. */
export function accountingDynamics(
  backend: AccountingBackend,
  func: TestFunction,
  times: Array<number> = [],
): Dynamics<NumberArray> {
  const parameters = [backend.array(func.parameters)];
  const valueAt = (t: number, y: NumberArray) => {
    times.push(t);
    const values = Float64Array.from(backend.toHostSync(y));
    const dy = new Float64Array(values.length);
    func.evaluate(t, values, func.parameters, dy);
    return [backend.array(dy)];
  };
  const vjpAt = (t: number, y: NumberArray, g: NumberArray, wrt: ReadonlyArray<number>) => {
    const values = Float64Array.from(backend.toHostSync(y));
    const yBar = new Float64Array(values.length);
    const bar = new Float64Array(func.parameters.length);
    const cotangent = Float64Array.from(backend.toHostSync(g));
    func.vjp(t, values, func.parameters, cotangent, yBar, bar);
    return { y: [backend.array(yBar)], parameters: wrt.map(() => backend.array(bar)) };
  };
  return {
    parameters,
    evaluate: (t, [y]) => valueAt(t, y as NumberArray),
    record(t, [y]) {
      const value = valueAt(t, y as NumberArray);
      const at = backend.retain([y as NumberArray])[0] as NumberArray;
      const release = backend.hold();
      return {
        value,
        pullback: ([g], wrt) => vjpAt(t, at, g as NumberArray, wrt),
        release() {
          backend.release([at]);
          release();
        },
      };
    },
    pullback(t, [y], [g], wrt) {
      return {
        value: valueAt(t, y as NumberArray),
        ...vjpAt(t, y as NumberArray, g as NumberArray, wrt),
      };
    },
    watchParameters: () => () => undefined,
  };
}
